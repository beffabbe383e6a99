import { type RunRef, type RuntimeAdapter, type RuntimeEvent, RuntimeLost } from '@friendsai/runtime';
import { CUSTOM_EVENTS, EventType, errorCodeOf, type Usage } from '@friendsai/schema';
import type { ClaimedRun } from './claim.ts';
import { runFailed } from './events.ts';
import type { Outcome } from './finish.ts';
import { goOn } from './go-on.ts';
import { joinDeltas } from './join-deltas.ts';
import type { RunStream } from './run-stream.ts';

/** How long text waits for more text before it goes into the stream. */
const JOIN_WINDOW_MS = 40;
/** How often a run is looked for again after its runtime went away; a runtime that keeps going away has a cause that stays. */
const MAX_RETURNS = 3;

export type Execution = { outcome: Outcome; finalEvent: RuntimeEvent };

type Final = { finalEvent: RuntimeEvent; usage: Usage | null };

/**
 * Has the runtime answer and streams what it says, up to but not including the run's final event: that one may be
 * said only when the ledger has it. A run that somebody else began, or whose runtime went away, is found again first, so that
 * one message gets one answer. Null when the signal was aborted before the run ended.
 *
 * @param lookingAgain is awaited before a run is looked for: its runtime may have it under another id from then on.
 */
export async function executeRun(
  adapter: RuntimeAdapter,
  run: ClaimedRun,
  stream: RunStream,
  signal: AbortSignal,
  lookingAgain: () => Promise<void>,
): Promise<Execution | null> {
  const lookAgain = async () => {
    await lookingAgain();
    return findAgain(adapter, run, stream, signal);
  };
  let source = run.orphaned ? await lookAgain() : adapter.start(run, signal);
  for (let returns = 0; !signal.aborted; returns += 1) {
    try {
      const final = source && (await relay(source, stream, signal));
      if (signal.aborted) return null;
      return concluded(stream, final ?? { finalEvent: runFailed('RUN_INTERRUPTED'), usage: null });
    } catch (error) {
      if (!(error instanceof RuntimeLost)) throw error;
      source = returns < MAX_RETURNS ? await lookAgain() : null;
    }
  }
  return null;
}

/** The run as the runtime has it, or from its beginning when it has nothing. Null when it cannot be gone on with. */
async function findAgain(
  adapter: RuntimeAdapter,
  run: ClaimedRun,
  stream: RunStream,
  signal: AbortSignal,
): Promise<AsyncIterable<RuntimeEvent> | null> {
  const { startedAt } = run;
  if (startedAt === null) return null;
  const ref: RunRef = { ...run, startedAt };
  const attachment = await adapter.attach(ref, signal);
  if (attachment.kind === 'known') return attachment.events;
  // A tool may have had its effect, and would have it twice.
  const mayBegin = attachment.kind === 'absent' && stream.said.toolCallIds.size === 0;
  return mayBegin ? adapter.start(run, signal) : null;
}

async function relay(
  source: AsyncIterable<RuntimeEvent>,
  stream: RunStream,
  signal: AbortSignal,
): Promise<Final | null> {
  let usage: Usage | null = null;
  for await (const batch of joinDeltas(goOn(stream.said, source), JOIN_WINDOW_MS)) {
    if (signal.aborted) return null;
    const finalEvent = batch.find(isFinal);
    const saidBefore = batch.filter((event) => !isFinal(event));
    for (const event of saidBefore) {
      if (event.type === EventType.CUSTOM && event.name === 'usage') {
        usage = CUSTOM_EVENTS.usage.safeParse(event.value).data ?? null;
      }
    }
    if (saidBefore.length > 0) await stream.say(saidBefore);
    if (finalEvent) return { finalEvent, usage };
  }
  return null;
}

function isFinal(event: RuntimeEvent): boolean {
  return event.type === EventType.RUN_FINISHED || event.type === EventType.RUN_ERROR;
}

function concluded({ said }: RunStream, { finalEvent, usage }: Final): Execution {
  return { finalEvent, outcome: { text: said.text, usage, ...endOf(finalEvent) } };
}

function endOf(event: RuntimeEvent) {
  if (event.type === EventType.RUN_ERROR)
    return { state: 'failed', errorCode: errorCodeOf(event.code) } as const;
  const cancelled = event.type === EventType.RUN_FINISHED && event.outcome?.type === 'cancelled';
  return { state: cancelled ? 'cancelled' : 'finished' } as const;
}
