import { channels, contacts, type Database, messages, runs, type Tx, withTenant } from '@friendsai/db';
import {
  type ChannelId,
  type ChannelRef,
  ContactId,
  type Cursor,
  FriendsError,
  JOURNAL,
  MessageId,
  RunId,
  type TenantId,
} from '@friendsai/schema';
import { and, asc, eq, inArray } from 'drizzle-orm';
import { instructionsFor } from './instructions.ts';

/** A run that this process may execute as long as no newer fencing token has been given out. */
export type ClaimedRun = {
  tenantId: TenantId;
  channelId: ChannelId;
  contactId: ChannelRef;
  runId: RunId;
  messageId: MessageId;
  replyMessageId: MessageId;
  attempt: number;
  /** Fencing token: a write with an older one than the channel's is refused. */
  fence: number;
  text: string;
  instructions: string;
  /** True when it was running already: its owner died, and nothing is known of the rest of its answer. */
  orphaned: boolean;
};

/**
 * Takes the next run of a channel: one that lost its owner, else the first queued one. The caller holds the channel's
 * lease. Null when there is nothing to do.
 *
 * @param streamFrom the stream's head: what the run says will stand after it.
 */
export function claimNext(
  db: Database,
  tenantId: TenantId,
  channelId: ChannelId,
  streamFrom: Cursor,
): Promise<ClaimedRun | null> {
  return withTenant(db, { tenantId }, (tx) => claim(tx, tenantId, channelId, streamFrom));
}

async function claim(
  tx: Tx,
  tenantId: TenantId,
  channelId: ChannelId,
  streamFrom: Cursor,
): Promise<ClaimedRun | null> {
  const [next] = await tx
    .select({ run: runs, text: messages.text, channel: channels, contact: contacts })
    .from(runs)
    .innerJoin(messages, and(eq(messages.tenantId, runs.tenantId), eq(messages.id, runs.messageId)))
    .innerJoin(channels, and(eq(channels.tenantId, runs.tenantId), eq(channels.id, runs.channelId)))
    .leftJoin(contacts, and(eq(contacts.tenantId, channels.tenantId), eq(contacts.id, channels.contactId)))
    .where(
      and(
        eq(runs.tenantId, tenantId),
        eq(runs.channelId, channelId),
        inArray(runs.state, ['queued', 'running']),
      ),
    )
    // There is at most one running; it comes before whatever waits.
    .orderBy(asc(runs.startedAt), asc(messages.position), asc(runs.attempt))
    .limit(1);
  if (!next) return null;

  const orphaned = next.run.state === 'running';
  const fence = next.channel.fence + 1;
  const bumped = await tx
    .update(channels)
    .set({ fence })
    .where(
      and(
        eq(channels.tenantId, tenantId),
        eq(channels.id, channelId),
        eq(channels.fence, next.channel.fence),
      ),
    )
    .returning({ id: channels.id });
  // Somebody else claims at the same moment, so the lease is theirs now.
  if (bumped.length === 0) return null;
  const claimed = await tx
    .update(runs)
    .set(
      orphaned
        ? { fence }
        : { fence, state: 'running', runtime: 'openclaw', startedAt: new Date(), streamFrom },
    )
    .where(and(eq(runs.tenantId, tenantId), eq(runs.id, next.run.id), eq(runs.state, next.run.state)))
    .returning({ id: runs.id });
  // Cancelled between the look and the claim: look again.
  if (claimed.length === 0) return claim(tx, tenantId, channelId, streamFrom);
  if (next.channel.contactId !== null && !next.contact) throw new FriendsError('INTERNAL');
  return {
    tenantId,
    channelId,
    contactId: next.contact ? ContactId.parse(next.contact.id) : JOURNAL,
    runId: RunId.parse(next.run.id),
    messageId: MessageId.parse(next.run.messageId),
    replyMessageId: MessageId.parse(next.run.replyMessageId),
    attempt: next.run.attempt,
    fence,
    text: next.text,
    instructions: instructionsFor(next.contact),
    orphaned,
  };
}
