import { setTimeout as delay } from 'node:timers/promises';
import type { Attachment, RunRef, RuntimeEvent } from '../adapter.ts';
import { RuntimeLost } from '../adapter.ts';
import { createRunWriter, type RunWriter } from '../run-writer.ts';
import { createQueue } from './event-queue.ts';
import type { GatewayConnection } from './gateway/connection.ts';
import type { AgentEvent } from './gateway/frames.ts';
import { type Standing, standingOf } from './history.ts';
import { sessionKeyOf } from './session-key.ts';
import { abortSession } from './turn.ts';

/** How long a gateway that came back is waited for until it has resumed what its crash cut off, or has given it up. */
const RESUMED_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 250;

type Deps = {
  connection: GatewayConnection;
  ref: RunRef;
  /** A run that shows no sign of life for so long is stopped. */
  silenceMs: number;
  signal: AbortSignal;
};

/**
 * Finds a run of somebody else's, or of this process's before the gateway went away. The session's history decides, never
 * the gateway's memory of our ids: that one does not outlive a crash.
 */
export async function attachRun(deps: Deps): Promise<Attachment> {
  const { connection, ref } = deps;
  // Heard before asked: what is said in between is not missed.
  const heard = createQueue<AgentEvent>();
  const unlisten = connection.listen(sessionKeyOf(ref.tenantId, ref.contactId), (event) => heard.push(event));
  // Also when nobody comes to read what is found.
  deps.signal.addEventListener('abort', unlisten, { once: true });
  const standing = await settledOrGoingOn(deps);
  if (!standing) {
    unlisten();
    return { kind: 'lost' };
  }
  if (standing.unsettled) return { kind: 'known', events: goOn(deps, standing, heard, unlisten) };
  unlisten();
  return standing.stopReason === null
    ? { kind: 'absent' }
    : { kind: 'known', events: whole(createRunWriter(ref), standing) };
}

/** How the run stands once the gateway itself knows: one that came back looks at what its crash cut off only after a while. */
async function settledOrGoingOn({ connection, ref, signal }: Deps): Promise<Standing | null> {
  const deadline = Date.now() + RESUMED_WITHIN_MS;
  while (!signal.aborted && !connection.signal.aborted && Date.now() < deadline) {
    const standing = await standingOf(connection, ref).catch(() => null);
    if (standing && (!standing.unsettled || standing.active.length > 0)) return standing;
    await delay(LOOK_EVERY_MS);
  }
  return null;
}

/** A run that has ended, as the history has it. */
async function* whole(writer: RunWriter, standing: Standing): AsyncGenerator<RuntimeEvent> {
  yield* writer.started();
  yield* endOf(writer, standing);
}

function endOf(writer: RunWriter, { text, stopReason, usage }: Standing): RuntimeEvent[] {
  const rest = text.startsWith(writer.said) ? writer.text(text.slice(writer.said.length)) : [];
  if (stopReason === 'aborted') return [...rest, ...writer.cancelled()];
  if (stopReason === null || stopReason === 'error') return [...rest, ...writer.failed('MODEL_FAILED')];
  return [...rest, ...writer.finished(usage)];
}

async function* goOn(
  { connection, ref, silenceMs, signal }: Deps,
  standing: Standing,
  heard: ReturnType<typeof createQueue<AgentEvent>>,
  unlisten: () => void,
): AsyncGenerator<RuntimeEvent> {
  const writer = createRunWriter(ref);
  const close = () => heard.close();
  let silent = false;
  const silence = setTimeout(() => {
    silent = true;
    close();
  }, silenceMs);
  connection.signal.addEventListener('abort', close);
  signal.addEventListener('abort', close);
  if (connection.signal.aborted || signal.aborted) close();
  try {
    yield* writer.started();
    yield* writer.text(standing.text);
    // Each event repeats its own message from the beginning; what was answered before it stands in the history.
    let before = standing.text;
    let current = '';
    let aborted = false;
    for await (const event of heard) {
      silence.refresh();
      if (event.stream === 'assistant' && event.data.text !== undefined) {
        if (!event.data.text.startsWith(current)) before = writer.said;
        current = event.data.text;
        const all = before === '' ? current : `${before}\n\n${current}`;
        if (all.startsWith(writer.said)) yield* writer.text(all.slice(writer.said.length));
      }
      if (event.stream !== 'lifecycle') continue;
      if (event.data.aborted) aborted = true;
      if (event.data.phase !== 'end' && event.data.phase !== 'error') continue;
      if (aborted) yield* writer.cancelled();
      else yield* endOf(writer, await standingOf(connection, ref));
      return;
    }
    if (silent) {
      abortSession(connection, ref).catch(() => {});
      yield* writer.failed('RUN_TIMEOUT');
    } else if (connection.signal.aborted) throw new RuntimeLost('the gateway went away');
  } catch (error) {
    throw error instanceof RuntimeLost ? error : new RuntimeLost('the gateway went away', { cause: error });
  } finally {
    clearTimeout(silence);
    unlisten();
    connection.signal.removeEventListener('abort', close);
    signal.removeEventListener('abort', close);
  }
}
