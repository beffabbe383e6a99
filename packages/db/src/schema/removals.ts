import { pgTable, uuid } from 'drizzle-orm/pg-core';
import { createdAt, moment } from './columns.ts';

/**
 * Tenants that are being erased, or were. Control plane: nothing is left here but that there was somebody, so that an erasure that
 * was cut off is gone on with.
 */
export const removals = pgTable('removals', {
  tenantId: uuid('tenant_id').primaryKey(),
  createdAt: createdAt(),
  doneAt: moment('done_at'),
});
