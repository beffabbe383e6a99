import {
  appendAudit,
  channels,
  contacts,
  type Database,
  messages,
  runs,
  type Tx,
  withTenant,
} from '@friendsai/db';
import { type Cursor, JOURNAL, type Usage } from '@friendsai/schema';
import { and, eq } from 'drizzle-orm';
import { previewOf } from '../chat/preview.ts';
import { type MessageRow, messagesAfter } from '../projections/thread.ts';
import { type ClaimedRun, claimNext } from './claim.ts';
import type { Ended } from './events.ts';

/** How a run ended, and what it had said by then. */
export type Outcome = { text: string; usage: Usage | null } & Ended;

export type Finished = {
  /** As the ledger has it: a run whose owner wished it stopped is cancelled, also when the runtime failed because of that. */
  ended: Ended;
  /** The channel's messages that its thread file lacks. */
  unfiled: MessageRow[];
  /** The channel's next run, taken already. */
  next: ClaimedRun | null;
};

export type FinishOptions = {
  /** Position of the newest message in the thread file. */
  filedUpTo: number;
  /** The stream's head, when the next run is to be taken with it. */
  takeNextFrom: Cursor | null;
};

/**
 * Ends a run: the butler's message, usage, run state and audit row in one transaction, and the next run is taken with
 * it. Null when a newer fencing token has been given out: then nothing is written and nothing may be said. Doing it again, as
 * after an answer that was lost, changes nothing and answers alike.
 */
export function finishRun(
  db: Database,
  run: ClaimedRun,
  outcome: Outcome,
  { filedUpTo, takeNextFrom }: FinishOptions,
): Promise<Finished | null> {
  const { tenantId, channelId } = run;
  return withTenant(db, { tenantId }, async (tx) => {
    // The channel first, as everywhere: two transactions that took both rows in different order would wait for each other.
    const [channel] = await tx
      .select()
      .from(channels)
      .where(and(eq(channels.tenantId, tenantId), eq(channels.id, channelId)))
      .for('update');
    if (channel?.fence !== run.fence) return null;
    const ended = await end(tx, run, outcome, channel.lastPosition);
    return {
      ended,
      unfiled: await messagesAfter(tx, run, filedUpTo),
      next: takeNextFrom && (await claimNext(tx, run, run.fence, takeNextFrom)),
    };
  });
}

async function end(tx: Tx, run: ClaimedRun, outcome: Outcome, lastPosition: number): Promise<Ended> {
  const { tenantId } = run;
  const isRun = and(eq(runs.tenantId, tenantId), eq(runs.id, run.runId));
  const [row] = await tx.select().from(runs).where(isRun).for('update');
  const stopped = outcome.state === 'failed' && row?.cancelRequestedAt != null;
  const ended: Ended = stopped
    ? { state: 'cancelled' }
    : outcome.state === 'failed'
      ? { state: 'failed', errorCode: outcome.errorCode }
      : { state: outcome.state };
  if (row?.state !== 'running') return ended;

  const endedAt = new Date();
  const errorCode = ended.state === 'failed' ? ended.errorCode : null;
  await tx.update(runs).set({ state: ended.state, errorCode, usage: outcome.usage, endedAt }).where(isRun);
  if (outcome.text !== '') {
    const position = lastPosition + 1;
    await tx.insert(messages).values({
      tenantId,
      id: run.replyMessageId,
      channelId: run.channelId,
      position,
      role: 'butler',
      text: outcome.text,
      state: ended.state === 'finished' ? 'complete' : 'partial',
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
      action: `run.${ended.state}`,
      subject: `run:${run.runId}`,
      requestId: null,
      detail: errorCode ? { errorCode } : {},
    },
  );
  return ended;
}
