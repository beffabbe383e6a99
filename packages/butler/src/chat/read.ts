import { channels, type Database, withTenant } from '@friendsai/db';
import type { ReadInput } from '@friendsai/schema';
import { and, eq, lt } from 'drizzle-orm';
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
