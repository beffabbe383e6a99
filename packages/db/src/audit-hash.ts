import { hash as digest } from 'node:crypto';

/** A row of the audit log as it stands in the table, with the detail as PostgreSQL writes it. */
export type ChainedRow = {
  tenantId: string;
  seq: number;
  at: Date;
  actor: string;
  action: string;
  subject: string | null;
  requestId: string | null;
  /** `detail::text`: only there are numbers such as 1.0 and 1e400 what they are in the table. */
  detailText: string;
  prevHash: string;
  hash: string;
};

/**
 * SHA-256, hex, over everything that the row says and the hash before it: what the trigger's function `audit_hash` gives
 * (migration `0001_walls`), without asking it. The text is that of a jsonb array, in which JSON's strings are written as JavaScript
 * writes them and the detail is its own text. A moment that is none (`infinity`) gives a hash that no row has.
 */
export function auditHash(row: ChainedRow): string {
  const at = Number.isNaN(row.at.getTime()) ? null : row.at.toISOString();
  const { prevHash, tenantId, seq, actor, action, subject, requestId } = row;
  const columns = [prevHash, tenantId, seq, at, actor, action, subject, requestId].map((value) =>
    JSON.stringify(value),
  );
  return digest('sha256', `[${columns.join(', ')}, ${row.detailText}]`);
}
