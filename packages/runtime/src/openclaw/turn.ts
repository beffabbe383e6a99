import type { Usage } from '@friendsai/schema';
import { type RunRef, type RuntimeEvent, RuntimeLost, type RuntimeTurn } from '../adapter.ts';
import type { RunWriter } from '../run-writer.ts';
import { createQueue } from './event-queue.ts';
import { failureCode, isSuperseded } from './failure.ts';
import { type GatewayConnection, GatewayGone } from './gateway/connection.ts';
import { AgentAnswer, type AgentEvent } from './gateway/frames.ts';
import { sessionKeyOf } from './session-key.ts';
import { agentIdOf } from './slots.ts';

type Deps = {
  connection: GatewayConnection;
  turn: RuntimeTurn;
  writer: RunWriter;
  /** A run that shows no sign of life for so long is stopped. */
  silenceMs: number;
  /** Only stops listening. */
  signal: AbortSignal;
  /** Whether the run was told to stop. */
  isStopped: () => boolean;
};

/** The gateway's id of a run is our run's. */
const params = ({ tenantId, contactId, runId, text, instructions }: RuntimeTurn) => ({
  agentId: agentIdOf(tenantId),
  sessionKey: sessionKeyOf(tenantId, contactId),
  message: text,
  idempotencyKey: runId,
  extraSystemPrompt: instructions,
});

/** Starts the run on the gateway and gives its events as they come, up to and with its end. Throws RuntimeLost when the gateway goes away. */
export async function* streamTurn({
  connection,
  turn,
  writer,
  silenceMs,
  signal,
  isStopped,
}: Deps): AsyncGenerator<RuntimeEvent> {
  const queue = createQueue<RuntimeEvent>();
  const { tenantId, contactId, runId } = turn;
  let aborted = false;
  let lost = false;
  const silence = setTimeout(() => {
    queue.push(...writer.failed('RUN_TIMEOUT'));
    queue.close();
    abortRun(connection, turn).catch(() => {});
  }, silenceMs);
  const leave = () => queue.close();

  const unlisten = connection.listen(sessionKeyOf(tenantId, contactId), (event) => {
    if (event.runId !== runId) return;
    silence.refresh();
    if (event.stream === 'lifecycle' && event.data.aborted) aborted = true;
    queue.push(...eventsOf(writer, event));
    // The answer to our call may come half a minute later: a run that was stopped before its first word can hang in the gateway.
    if (aborted && isLast(event)) {
      queue.push(...writer.cancelled());
      queue.close();
    }
  });
  const ask = async (again: boolean): Promise<void> => {
    try {
      const answer = AgentAnswer.parse(await connection.call('agent', params(turn)));
      // It has the run already, from a try whose answer was lost, and tells nothing of it to this one.
      if (answer.status === 'in_flight') return gone();
      queue.push(...endOf(writer, answer, aborted));
    } catch (error) {
      if (again && writer.said === '' && isSuperseded(error)) return ask(false);
      if (error instanceof GatewayGone) return gone();
      // A run that was stopped ends its call with an error of the gateway's own.
      queue.push(...(aborted || isStopped() ? writer.cancelled() : writer.failed(failureCode(error))));
    }
  };
  const gone = () => {
    lost = true;
    queue.close();
  };
  connection.signal.addEventListener('abort', gone);
  signal.addEventListener('abort', leave);
  void ask(true).finally(leave);
  try {
    if (!signal.aborted) yield* queue;
    if (lost && !writer.ended && !signal.aborted) throw new RuntimeLost('the gateway went away');
  } finally {
    clearTimeout(silence);
    unlisten();
    connection.signal.removeEventListener('abort', gone);
    signal.removeEventListener('abort', leave);
  }
}

type Place = Pick<RunRef, 'tenantId' | 'contactId' | 'runId'>;

/** Stops the run in the gateway; no error when it has ended. */
export async function abortRun(
  connection: GatewayConnection,
  { tenantId, contactId, runId }: Place,
): Promise<void> {
  await connection.call('chat.abort', { sessionKey: sessionKeyOf(tenantId, contactId), runId });
}

/** Stops whatever goes on in the channel's session: a run that the gateway resumed has an id that is not ours. */
export async function abortSession(
  connection: GatewayConnection,
  { tenantId, contactId }: Place,
): Promise<void> {
  await connection.call('chat.abort', { sessionKey: sessionKeyOf(tenantId, contactId) });
}

const isLast = ({ stream, data }: AgentEvent) =>
  stream === 'lifecycle' && (data.phase === 'end' || data.phase === 'error');

function eventsOf(writer: RunWriter, event: AgentEvent): RuntimeEvent[] {
  if (event.stream === 'assistant') return writer.text(event.data.delta ?? '');
  if (event.stream !== 'tool') return [];
  const { phase, toolCallId, name, args, result } = event.data;
  if (phase === 'start') return writer.toolStarted(toolCallId, name, args);
  // From `content`, since the gateway blots out parts of `details`.
  if (phase === 'result')
    return writer.toolEnded(toolCallId, (result?.content ?? []).map((part) => part.text ?? '').join(''));
  return [];
}

function endOf(writer: RunWriter, answer: AgentAnswer, aborted: boolean): RuntimeEvent[] {
  if (answer.status === 'accepted' || answer.status === 'in_flight') return [];
  const meta = answer.result?.meta;
  if (aborted || meta?.aborted || meta?.stopReason === 'rpc') return writer.cancelled();
  const payloads = answer.result?.payloads ?? [];
  if (answer.status !== 'ok' || meta?.error || payloads.some((payload) => payload.isError)) {
    return writer.failed(failureCode(answer));
  }
  const whole = payloads.map((payload) => payload.text ?? '').join('\n\n');
  // What was streamed may stop short of what the gateway kept.
  const rest = whole.startsWith(writer.said) ? writer.text(whole.slice(writer.said.length)) : [];
  return [...rest, ...writer.finished(usageOf(answer))];
}

function usageOf(answer: AgentAnswer): Usage | null {
  if (answer.status === 'accepted' || answer.status === 'in_flight') return null;
  const meta = answer.result?.meta?.agentMeta;
  if (!meta?.usage) return null;
  return {
    provider: meta.provider ?? 'unknown',
    model: meta.model ?? 'unknown',
    inputTokens: meta.usage.input,
    outputTokens: meta.usage.output,
  };
}
