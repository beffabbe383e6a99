import { runs, withTenant } from '@friendsai/db';
import { Cursor, type EventDraft, type FriendsEvent } from '@friendsai/schema';
import { and, eq } from 'drizzle-orm';
import type { ClaimedRun } from './claim.ts';
import { endRun } from './end-run.ts';
import type { EngineDeps } from './engine.ts';
import { runDraft, runFailed, runStarted } from './events.ts';
import { saidSoFar } from './said-so-far.ts';

/**
 * Ends a run whose owner died: stops it in the runtime, keeps what it had said, and says that it was interrupted, so
 * that the user can retry.
 */
export async function interruptOrphan(
  { db, log, adapter, logger }: EngineDeps,
  run: ClaimedRun,
  append: (drafts: EventDraft[]) => Promise<FriendsEvent[]>,
): Promise<void> {
  await adapter
    .cancel(run)
    .catch((error: unknown) =>
      logger.warn({ err: error, runId: run.runId }, 'orphaned run could not be stopped'),
    );
  const [row] = await withTenant(db, run, (tx) =>
    tx
      .select({ streamFrom: runs.streamFrom })
      .from(runs)
      .where(and(eq(runs.tenantId, run.tenantId), eq(runs.id, run.runId))),
  );
  const from = Cursor.safeParse(row?.streamFrom).data;
  const all = from ? await saidSoFar(log, run.tenantId, from, await log.head(run.tenantId)) : null;
  const said = all?.get(run.runId) ?? { started: false, text: '' };
  // Its owner may have died before it said anything, and a run's events begin with RUN_STARTED.
  if (!said.started) await append([runDraft(run, runStarted(run))]);
  await endRun(
    db,
    append,
    run,
    { state: 'failed', errorCode: 'RUN_INTERRUPTED', text: said.text, usage: null },
    runFailed('RUN_INTERRUPTED'),
  );
}
