import type { Tx } from './database.ts';
import { auditLog } from './schema/index.ts';
import type { TenantContext } from './tenancy.ts';

export type AuditEntry = {
  /** `user:<id>`, `butler`, or a process of ours. */
  actor: string;
  action: string;
  /** What it was done to, such as `contact:<id>`; null for the account itself. */
  subject: string | null;
  /** Null for what no request asked for. */
  requestId: string | null;
  /** No secrets and no words of anybody. */
  detail: Record<string, unknown>;
};

/** Adds to the tenant's audit chain within the transaction of what is recorded: both are kept, or neither. */
export async function appendAudit(tx: Tx, { tenantId }: TenantContext, entry: AuditEntry): Promise<void> {
  // A trigger puts the chain's own columns in place of these.
  await tx.insert(auditLog).values({ ...entry, tenantId, seq: 0, at: new Date(0), prevHash: '', hash: '' });
}
