import { channels, type Database, messages, withTenant } from '@friendsai/db';
import { type ReadInput, UNREAD_MAX, type UnreadCount, type UnreadInput } from '@friendsai/schema';
import { and, asc, eq, gt, lt } from 'drizzle-orm';
import type { Caller } from '../caller.ts';
import { findChannel } from './channel-row.ts';

/**
 * Notes how far the user has read: only forward, and not beyond what is there. Gives the position when that changed something,
 * else null. Errors: NOT_FOUND.
 */
export function markRead(
  db: Database,
  caller: Caller,
  { contactId, position }: ReadInput,
): Promise<number | null> {
  return withTenant(db, caller, async (tx) => {
    const channel = await findChannel(tx, caller.tenantId, contactId);
    const lastReadPosition = Math.min(position, channel.lastPosition);
    const moved = await tx
      .update(channels)
      .set({ lastReadPosition })
      .where(
        and(
          eq(channels.tenantId, caller.tenantId),
          eq(channels.id, channel.id),
          lt(channels.lastReadPosition, lastReadPosition),
        ),
      )
      .returning({ id: channels.id });
    return moved.length > 0 ? lastReadPosition : null;
  });
}

/** How many answers stand behind what the user has read; above the limit, more are not counted. Errors: NOT_FOUND. */
export function countUnread(db: Database, caller: Caller, { contactId }: UnreadInput): Promise<UnreadCount> {
  return withTenant(db, caller, async (tx) => {
    const channel = await findChannel(tx, caller.tenantId, contactId);
    const unread = await tx
      .select({ position: messages.position })
      .from(messages)
      .where(
        and(
          eq(messages.tenantId, caller.tenantId),
          eq(messages.channelId, channel.id),
          gt(messages.position, channel.lastReadPosition),
          eq(messages.role, 'butler'),
        ),
      )
      // In the index's order, so that counting stops at the limit.
      .orderBy(asc(messages.position))
      .limit(UNREAD_MAX);
    return { unreadCount: unread.length };
  });
}
