import { FriendsError, type TenantId } from '@friendsai/schema';
import { eq, sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import { tenants } from './schema/index.ts';
import { withTenant } from './tenancy.ts';

/** The next epoch of a tenant's event stream; never given twice. Errors: NOT_FOUND when the tenant is gone. */
export async function nextEpoch(db: Database, tenantId: TenantId): Promise<number> {
  const [row] = await withTenant(db, { tenantId }, (tx) =>
    tx
      .update(tenants)
      .set({ streamEpoch: sql`${tenants.streamEpoch} + 1` })
      .where(eq(tenants.id, tenantId))
      .returning({ epoch: tenants.streamEpoch }),
  );
  if (!row) throw new FriendsError('NOT_FOUND');
  return row.epoch;
}
