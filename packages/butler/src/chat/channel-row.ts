import { channels, type Tx } from '@friendsai/db';
import { type ChannelRef, FriendsError, JOURNAL, type TenantId } from '@friendsai/schema';
import { and, eq, isNull } from 'drizzle-orm';

export type ChannelRow = typeof channels.$inferSelect;

const isChannel = (tenantId: TenantId, ref: ChannelRef) =>
  and(
    eq(channels.tenantId, tenantId),
    ref === JOURNAL ? isNull(channels.contactId) : eq(channels.contactId, ref),
  );

/** The channel of a contact, or the journal. Errors: NOT_FOUND. */
export async function findChannel(tx: Tx, tenantId: TenantId, ref: ChannelRef): Promise<ChannelRow> {
  const [row] = await tx.select().from(channels).where(isChannel(tenantId, ref));
  if (!row) throw new FriendsError('NOT_FOUND');
  return row;
}

/** As `findChannel`, holding the row until the transaction ends: who holds it gives out positions. */
export async function lockChannel(tx: Tx, tenantId: TenantId, ref: ChannelRef): Promise<ChannelRow> {
  const [row] = await tx.select().from(channels).where(isChannel(tenantId, ref)).for('update');
  if (!row) throw new FriendsError('NOT_FOUND');
  return row;
}
