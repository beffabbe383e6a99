import type { RuntimeAdapter, RuntimeEvent } from '@friendsai/runtime';
import {
  CUSTOM_EVENTS,
  ERROR_CODES,
  type ErrorCode,
  type EventDraft,
  EventType,
  type FriendsEvent,
  type Usage,
} from '@friendsai/schema';
import type { ClaimedRun } from './claim.ts';
import { runDraft } from './events.ts';
import type { Outcome } from './finish.ts';
import { joinDeltas } from './join-deltas.ts';

/** How long text waits for more text before it goes into the stream. */
const JOIN_WINDOW_MS = 40;

export type Execution = { outcome: Outcome; finalEvent: RuntimeEvent };

type Append = (drafts: EventDraft[]) => Promise<FriendsEvent[]>;

/**
 * Has the runtime answer and streams what it says, up to but not including the run's final event: that one may be
 * said only when the ledger has it. Null when the signal was aborted before the run ended.
 */
export async function executeRun(
  adapter: RuntimeAdapter,
  run: ClaimedRun,
  append: Append,
  signal: AbortSignal,
): Promise<Execution | null> {
  let text = '';
  let usage: Usage | null = null;
  for await (const batch of joinDeltas(adapter.start(run, signal), JOIN_WINDOW_MS)) {
    if (signal.aborted) return null;
    const finalEvent = batch.find(isFinal);
    const saidBefore = batch.filter((event) => !isFinal(event));
    for (const event of saidBefore) {
      if (event.type === EventType.TEXT_MESSAGE_CONTENT) text += event.delta;
      if (event.type === EventType.CUSTOM && event.name === 'usage') {
        usage = CUSTOM_EVENTS.usage.safeParse(event.value).data ?? null;
      }
    }
    if (saidBefore.length > 0) await append(saidBefore.map((event) => runDraft(run, event)));
    if (finalEvent) return { finalEvent, outcome: { text, usage, ...endOf(finalEvent) } };
  }
  return null;
}

function isFinal(event: RuntimeEvent): boolean {
  return event.type === EventType.RUN_FINISHED || event.type === EventType.RUN_ERROR;
}

function endOf(event: RuntimeEvent) {
  if (event.type === EventType.RUN_ERROR)
    return { state: 'failed', errorCode: errorCodeOf(event.code) } as const;
  const cancelled = event.type === EventType.RUN_FINISHED && event.outcome?.type === 'cancelled';
  return { state: cancelled ? 'cancelled' : 'finished' } as const;
}

function errorCodeOf(code: string | undefined): ErrorCode {
  return ERROR_CODES.find((known) => known === code) ?? 'INTERNAL';
}
