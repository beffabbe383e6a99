import type { EventLog } from '@friendsai/redis';
import { Cursor, cursorOf, parseCursor, type RunId, type TenantId } from '@friendsai/schema';
import { createSaid, type Said } from './said.ts';

const PAGE_EVENTS = 1000;

/** Where to look for what a run said: from where it began, or, when numbering has restarted since, from the beginning. */
export function lookFrom(streamFrom: string | null, epoch: number): Cursor {
  const from = Cursor.safeParse(streamFrom).data;
  return from && parseCursor(from).epoch === epoch ? from : cursorOf({ epoch, seq: 0 });
}

/**
 * What runs have said, read from the stream's tail: everything after `from` up to and including `until`. A tail outlives
 * any run by far; what it should no longer hold is missing.
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
      after = cursorOf(event);
      if (!event.runId) continue;
      const ofRun = said.get(event.runId) ?? createSaid();
      said.set(event.runId, ofRun);
      ofRun.note(event.event);
    }
    if (page.events.length === 0) return said;
  }
  return said;
}
