import { channels, runs, type Tx } from '@friendsai/db';
import {
  ChannelId,
  type ChannelRef,
  ContactId,
  FriendsError,
  JOURNAL,
  MessageId,
  type RunId,
  type TenantId,
} from '@friendsai/schema';
import { and, eq } from 'drizzle-orm';

/** Where a run belongs, in the words that events and adapters use. */
export type RunPlace = {
  tenantId: TenantId;
  runId: RunId;
  channelId: ChannelId;
  contactId: ChannelRef;
  messageId: MessageId;
  replyMessageId: MessageId;
  attempt: number;
};

/** The run, held until the transaction ends when it is to be changed. Errors: NOT_FOUND. */
export async function findRun(tx: Tx, tenantId: TenantId, runId: RunId, lock: 'update' | 'share') {
  const [row] = await tx
    .select({ run: runs, contactId: channels.contactId })
    .from(runs)
    .innerJoin(channels, and(eq(channels.tenantId, runs.tenantId), eq(channels.id, runs.channelId)))
    .where(and(eq(runs.tenantId, tenantId), eq(runs.id, runId)))
    .for(lock, { of: runs });
  if (!row) throw new FriendsError('NOT_FOUND');
  const place: RunPlace = {
    tenantId,
    runId,
    channelId: ChannelId.parse(row.run.channelId),
    contactId: row.contactId === null ? JOURNAL : ContactId.parse(row.contactId),
    messageId: MessageId.parse(row.run.messageId),
    replyMessageId: MessageId.parse(row.run.replyMessageId),
    attempt: row.run.attempt,
  };
  return { run: row.run, place };
}
