import { appendAudit, channels, contacts, type Database, messages, runs, withTenant } from '@friendsai/db';
import { type ErrorCode, JOURNAL, type Usage } from '@friendsai/schema';
import { and, eq } from 'drizzle-orm';
import { previewOf } from '../chat/preview.ts';
import type { ClaimedRun } from './claim.ts';

/** How a run ended, and what it had said by then. */
export type Outcome = { text: string; usage: Usage | null } & (
  | { state: 'finished' | 'cancelled' }
  | { state: 'failed'; errorCode: ErrorCode }
);

/**
 * Ends a run: the butler's message, usage, run state and audit row in one transaction. False when a newer fencing
 * token has been given out or the run had ended already: then nothing is written and nothing may be said.
 */
export function finishRun(db: Database, run: ClaimedRun, outcome: Outcome): Promise<boolean> {
  const { tenantId } = run;
  const endedAt = new Date();
  return withTenant(db, { tenantId }, async (tx) => {
    // The channel first, as everywhere: two transactions that took both rows in different order would wait for each other.
    const [channel] = await tx
      .select()
      .from(channels)
      .where(and(eq(channels.tenantId, tenantId), eq(channels.id, run.channelId)))
      .for('update');
    if (channel?.fence !== run.fence) return false;
    const ended = await tx
      .update(runs)
      .set({
        state: outcome.state,
        errorCode: outcome.state === 'failed' ? outcome.errorCode : null,
        usage: outcome.usage,
        endedAt,
      })
      .where(and(eq(runs.tenantId, tenantId), eq(runs.id, run.runId), eq(runs.state, 'running')))
      .returning({ id: runs.id });
    if (ended.length === 0) return false;
    if (outcome.text !== '') {
      const position = channel.lastPosition + 1;
      await tx.insert(messages).values({
        tenantId,
        id: run.replyMessageId,
        channelId: run.channelId,
        position,
        role: 'butler',
        text: outcome.text,
        state: outcome.state === 'finished' ? 'complete' : 'partial',
        runId: run.runId,
        clientMessageId: null,
        createdAt: endedAt,
      });
      await tx
        .update(channels)
        .set({ lastPosition: position })
        .where(and(eq(channels.tenantId, tenantId), eq(channels.id, run.channelId)));
      if (run.contactId !== JOURNAL) {
        await tx
          .update(contacts)
          .set({ lastMessageAt: endedAt, lastMessageText: previewOf(outcome.text), activeAt: endedAt })
          .where(and(eq(contacts.tenantId, tenantId), eq(contacts.id, run.contactId)));
      }
    }
    await appendAudit(
      tx,
      { tenantId },
      {
        actor: 'butler',
        action: `run.${outcome.state}`,
        subject: `run:${run.runId}`,
        requestId: null,
        detail: outcome.state === 'failed' ? { errorCode: outcome.errorCode } : {},
      },
    );
    return true;
  });
}
