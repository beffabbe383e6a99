import { boolean, integer, pgTable, uuid } from 'drizzle-orm/pg-core';
import { createdAt } from './columns.ts';

/** The boundary around one user's data. */
export const tenants = pgTable('tenants', {
  id: uuid('id').primaryKey(),
  /** Epoch of the tenant's event stream; the next one is taken when Redis has lost the numbering. */
  streamEpoch: integer('stream_epoch').notNull().default(0),
  /** The butler asks before it writes anything down. */
  confirmWrites: boolean('confirm_writes').notNull().default(false),
  createdAt: createdAt(),
});
