import { bigint, foreignKey, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { tenantId } from './columns.ts';
import { tenants } from './tenants.ts';

/**
 * Where each tenant's audit chain ends. Written by the chain's trigger alone (migration `0006_audit_heads`): the application
 * may read it and nothing else, so a log whose newest rows are gone does not end where its head says.
 */
export const auditHeads = pgTable(
  'audit_heads',
  {
    tenantId: tenantId(),
    /** The `seq` of the newest row. */
    seq: bigint('seq', { mode: 'number' }).notNull(),
    /** The `hash` of the newest row. */
    hash: text('hash').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId] }),
    foreignKey({ columns: [t.tenantId], foreignColumns: [tenants.id] }),
  ],
);
