import type { Database } from '@friendsai/db';
import type { RuntimeEvent } from '@friendsai/runtime';
import type { EventDraft, FriendsEvent } from '@friendsai/schema';
import type { ClaimedRun } from './claim.ts';
import { runDraft } from './events.ts';
import { finishRun, type Outcome } from './finish.ts';

/**
 * Ends a run in the ledger and then says so in the stream, in that order: a client that has seen the final event finds
 * the answer in the history. False when a newer owner has the run; then nothing is written or said.
 */
export async function endRun(
  db: Database,
  append: (drafts: EventDraft[]) => Promise<FriendsEvent[]>,
  run: ClaimedRun,
  outcome: Outcome,
  finalEvent: RuntimeEvent,
): Promise<boolean> {
  if (!(await finishRun(db, run, outcome))) return false;
  await append([runDraft(run, finalEvent)]);
  return true;
}
