import { appendAudit, type Database, isUniqueViolation, runs, withTenant } from '@friendsai/db';
import { FriendsError, MessageId, newId, RunId } from '@friendsai/schema';
import { and, eq, gt } from 'drizzle-orm';
import { actorOf, type Caller } from '../caller.ts';
import { findRun, type RunPlace } from './run-row.ts';

/**
 * Queues a further run for the message of one that failed or was cancelled. Two retries at once make one run:
 * the row's lock and the unique key (message, attempt) decide. Errors: NOT_FOUND, RUN_NOT_RETRYABLE.
 */
export async function queueRetry(db: Database, caller: Caller, runId: RunId): Promise<RunPlace> {
  try {
    return await insertRetry(db, caller, runId);
  } catch (error) {
    if (isUniqueViolation(error, 'runs_message_attempt'))
      throw new FriendsError('RUN_NOT_RETRYABLE', { cause: error });
    throw error;
  }
}

function insertRetry(db: Database, caller: Caller, runId: RunId): Promise<RunPlace> {
  const { tenantId } = caller;
  return withTenant(db, caller, async (tx) => {
    const { run, place } = await findRun(tx, tenantId, runId, 'update');
    if (run.state !== 'failed' && run.state !== 'cancelled') throw new FriendsError('RUN_NOT_RETRYABLE');
    const later = await tx
      .select({ id: runs.id })
      .from(runs)
      .where(
        and(eq(runs.tenantId, tenantId), eq(runs.messageId, run.messageId), gt(runs.attempt, run.attempt)),
      )
      .limit(1);
    if (later.length > 0) throw new FriendsError('RUN_NOT_RETRYABLE');
    const retry: RunPlace = {
      ...place,
      runId: newId(RunId),
      replyMessageId: newId(MessageId),
      attempt: run.attempt + 1,
    };
    await tx.insert(runs).values({
      tenantId,
      id: retry.runId,
      channelId: retry.channelId,
      messageId: retry.messageId,
      replyMessageId: retry.replyMessageId,
      state: 'queued',
      attempt: retry.attempt,
    });
    await appendAudit(tx, caller, {
      actor: actorOf(caller),
      action: 'run.retried',
      subject: `run:${retry.runId}`,
      requestId: caller.requestId,
      detail: { of: runId },
    });
    return retry;
  });
}
