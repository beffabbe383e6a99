import { bigint, foreignKey, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { moment, tenantId } from './columns.ts';
import { tenants } from './tenants.ts';

/**
 * What was done, by whom. Insert-only, and chained per tenant: a trigger fills `seq`, `at`, `prevHash` and `hash` (see the
 * migration `0001_walls`), so that no writer can leave a gap or choose a hash. No secrets and no message bodies.
 */
export const auditLog = pgTable(
  'audit_log',
  {
    tenantId: tenantId(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    at: moment('at').notNull(),
    /** `user:<id>`, `butler`, or a process of ours. */
    actor: text('actor').notNull(),
    action: text('action').notNull(),
    /** What it was done to, `contact:<id>`. */
    subject: text('subject'),
    requestId: text('request_id'),
    detail: jsonb('detail').$type<Record<string, unknown>>().notNull(),
    prevHash: text('prev_hash').notNull(),
    hash: text('hash').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.seq] }),
    foreignKey({ columns: [t.tenantId], foreignColumns: [tenants.id] }),
  ],
);
