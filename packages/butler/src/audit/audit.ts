import { auditLog, type Database, verifyAudit, withTenant } from '@friendsai/db';
import type { AuditPage, AuditVerdict, ListAuditInput } from '@friendsai/schema';
import { and, desc, eq, lt } from 'drizzle-orm';
import type { Caller } from '../caller.ts';

/** What was done to a tenant's books, as its owner may see it. */
export function createAudit({ db }: { db: Database }) {
  return {
    /** The newest first. */
    list: (caller: Caller, { before, limit }: ListAuditInput): Promise<AuditPage> =>
      withTenant(db, caller, async (tx) => {
        const rows = await tx
          .select()
          .from(auditLog)
          .where(
            and(
              eq(auditLog.tenantId, caller.tenantId),
              before === undefined ? undefined : lt(auditLog.seq, before),
            ),
          )
          .orderBy(desc(auditLog.seq))
          .limit(limit);
        const oldest = rows.at(-1)?.seq ?? 1;
        return {
          entries: rows.map(({ seq, at, actor, action, subject, detail: { tool } }) => ({
            seq,
            at: at.toISOString(),
            actor,
            action,
            subject,
            tool: typeof tool === 'string' ? tool : null,
          })),
          nextBefore: oldest > 1 ? oldest : null,
        };
      }),

    /** Follows the whole chain from its beginning. */
    verify: (caller: Caller): Promise<AuditVerdict> =>
      withTenant(db, caller, async (tx) => {
        const verdict = await verifyAudit(tx, caller);
        if (verdict.ok) return { ok: true, entries: verdict.rows };
        return { ok: false, seq: verdict.seq, problem: verdict.problem };
      }),
  };
}
