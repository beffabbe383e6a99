import { appendAudit, channels, type Database, withTenant } from '@friendsai/db';
import type { ChannelRef } from '@friendsai/schema';
import { and, eq } from 'drizzle-orm';
import { actorOf, type Caller } from '../caller.ts';
import { lockChannel } from './channel-row.ts';

/**
 * The user vouches for the words of others that stand in a channel's conversation: what the butler writes from now on asks no question
 * because of them. What is read after this asks again. Errors: NOT_FOUND.
 */
export function trustChannel(db: Database, caller: Caller, contactId: ChannelRef): Promise<void> {
  const { tenantId } = caller;
  return withTenant(db, caller, async (tx) => {
    const channel = await lockChannel(tx, tenantId, contactId);
    await tx
      .update(channels)
      .set({ untrustedSince: null })
      .where(and(eq(channels.tenantId, tenantId), eq(channels.id, channel.id)));
    await appendAudit(tx, caller, {
      actor: actorOf(caller),
      action: 'channel.trusted',
      subject: `channel:${channel.id}`,
      requestId: caller.requestId,
      detail: {},
    });
  });
}
