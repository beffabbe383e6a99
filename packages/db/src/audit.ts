import type { AuditAction } from '@friendsai/schema';
import type { Tx } from './database.ts';
import { auditLog } from './schema/index.ts';
import type { TenantContext } from './tenancy.ts';

export type AuditEntry = {
  /** `user:<id>`, `butler`, or a process of ours. */
  actor: string;
  action: AuditAction;
  /** What it was done to, such as `contact:<id>`; null for the account itself. */
  subject: string | null;
  /** Null for what no request asked for. */
  requestId: string | null;
  /** No secrets and no words of anybody: numbers, ids, codes, names of fields, and lists of such. */
  detail: Record<string, unknown>;
};

/** An id or a code (no sentence has this shape, and no secret of ours is so short), the SHA-256 of a file, a tool's name, a media type. */
const NO_WORDS = /^([\w:.-]{1,40}|[a-z0-9_]{1,64}|[\w.+-]{1,20}\/[\w.+-]{1,100})$/;

function isPlain(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isPlain);
  return typeof value === 'string' ? NO_WORDS.test(value) : value === null || typeof value !== 'object';
}

/**
 * Adds to the tenant's audit chain within the transaction of what is recorded: both are kept, or neither. Other writers of
 * the tenant's chain wait until that transaction ends. Errors: a TypeError for a detail that could hold somebody's words.
 */
export async function appendAudit(tx: Tx, { tenantId }: TenantContext, entry: AuditEntry): Promise<void> {
  for (const [key, value] of Object.entries(entry.detail)) {
    if (!isPlain(value))
      throw new TypeError(`${entry.action}: the audit detail ${key} may hold words or secrets`);
  }
  // A trigger puts the chain's own columns in place of these.
  await tx.insert(auditLog).values({ ...entry, tenantId, seq: 0, at: new Date(0), prevHash: '', hash: '' });
}
