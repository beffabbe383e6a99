import { TenantId } from '@friendsai/schema';
import { asc, gt, sql } from 'drizzle-orm';
import { type AuditVerdict, verifyAudit } from './audit-verify.ts';
import type { Database } from './database.ts';
import { tenants } from './schema/index.ts';
import { withControlPlane, withTenant } from './tenancy.ts';

const PAGE_TENANTS = 1_000;

async function tenantsAfter(db: Database, id: TenantId | null): Promise<TenantId[]> {
  const page = await withControlPlane(db, (tx) =>
    tx
      .select({ id: tenants.id })
      .from(tenants)
      .where(id === null ? undefined : gt(tenants.id, id))
      .orderBy(asc(tenants.id))
      .limit(PAGE_TENANTS),
  );
  return page.map((row) => TenantId.parse(row.id));
}

/** Whether no wall hides tenants from this role. */
async function seesAllTenants(db: Database): Promise<boolean> {
  const [role] = await withControlPlane(db, (tx) =>
    tx.execute<{ sees: boolean }>(sql`
      select not row_security_active(oid) or pg_get_userbyid(relowner) = current_user as sees
      from pg_class where oid = 'tenants'::regclass`),
  );
  return role?.sees === true;
}

/**
 * Every tenant's verdict, one tenant after the other.
 *
 * @param db as the owner of the tables sees it. Errors: one that says so for a role that does not see all tenants, since it
 *   would find nothing wrong.
 */
export async function* verifyAllAudits(
  db: Database,
): AsyncGenerator<{ tenantId: TenantId; verdict: AuditVerdict }, void> {
  if (!(await seesAllTenants(db))) {
    throw new Error('Only the owner of the tables sees the audit chains of all tenants.');
  }
  let page = await tenantsAfter(db, null);
  while (page.length > 0) {
    for (const tenantId of page) {
      yield { tenantId, verdict: await withTenant(db, { tenantId }, (tx) => verifyAudit(tx, { tenantId })) };
    }
    page = await tenantsAfter(db, page.at(-1) ?? null);
  }
}
