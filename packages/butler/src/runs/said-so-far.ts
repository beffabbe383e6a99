import type { EventLog } from '@friendsai/redis';
import {
  type Cursor,
  cursorOf,
  EventType,
  type FriendsEvent,
  type RunId,
  type TenantId,
} from '@friendsai/schema';

const PAGE_EVENTS = 1000;

export type Said = {
  /** Whether RUN_STARTED has been said. */
  started: boolean;
  text: string;
};

/**
 * What runs have said, read from the stream's tail: everything after `from` up to and including `until`. A tail outlives
 * any run by far; what it should no longer hold is missing from the text.
 */
export async function saidSoFar(
  log: EventLog,
  tenantId: TenantId,
  from: Cursor,
  until: { epoch: number; seq: number },
): Promise<Map<RunId, Said>> {
  const said = new Map<RunId, Said>();
  let after = from;
  while (after !== cursorOf(until)) {
    const page = await log.readAfter(tenantId, after, PAGE_EVENTS);
    if (page === 'unknown-cursor') return said;
    for (const event of page.events) {
      if (event.epoch !== until.epoch || event.seq > until.seq) return said;
      note(said, event);
      after = cursorOf(event);
    }
    if (page.events.length === 0) return said;
  }
  return said;
}

function note(said: Map<RunId, Said>, { runId, event }: FriendsEvent): void {
  if (!runId) return;
  const before = said.get(runId) ?? { started: false, text: '' };
  if (event.type === EventType.RUN_STARTED) said.set(runId, { ...before, started: true });
  if (event.type === EventType.TEXT_MESSAGE_CONTENT)
    said.set(runId, { ...before, text: before.text + event.delta });
}
