import { appendAudit, type Database, runs, withTenant } from '@friendsai/db';
import { FriendsError, type RunId } from '@friendsai/schema';
import { and, eq } from 'drizzle-orm';
import { actorOf, type Caller } from '../caller.ts';
import { findRun, type RunPlace } from './run-row.ts';

/** What a wish to stop came to: withdrawn before it began, to be stopped in the runtime, or already stopped. */
export type Cancellation = RunPlace & { was: 'queued' | 'running' | 'cancelled' };

/**
 * Withdraws a queued run, or writes down that a running one is to be stopped. Errors: NOT_FOUND; RUN_ENDED when it has
 * finished or failed.
 */
export function requestCancel(db: Database, caller: Caller, runId: RunId): Promise<Cancellation> {
  return withTenant(db, caller, async (tx) => {
    const { run, place } = await findRun(tx, caller.tenantId, runId, 'update');
    if (run.state === 'cancelled') return { ...place, was: 'cancelled' };
    if (run.state !== 'queued' && run.state !== 'running') throw new FriendsError('RUN_ENDED');
    const now = new Date();
    await tx
      .update(runs)
      .set({
        cancelRequestedAt: run.cancelRequestedAt ?? now,
        ...(run.state === 'queued' ? { state: 'cancelled', endedAt: now } : {}),
      })
      .where(and(eq(runs.tenantId, caller.tenantId), eq(runs.id, runId)));
    await appendAudit(tx, caller, {
      actor: actorOf(caller),
      action: 'run.cancel-requested',
      subject: `run:${runId}`,
      requestId: caller.requestId,
      detail: {},
    });
    return { ...place, was: run.state };
  });
}
