import { sql } from 'drizzle-orm';
import { check, pgTable, text } from 'drizzle-orm/pg-core';
import { createdAt } from './columns.ts';

/** The gateway processes. Control plane: nothing of a tenant's. */
export const cells = pgTable(
  'cells',
  {
    id: text('id').primaryKey(),
    url: text('url').notNull(),
    state: text('state', { enum: ['starting', 'ready', 'stopped'] }).notNull(),
    createdAt: createdAt(),
  },
  () => [check('cells_state', sql`state in ('starting', 'ready', 'stopped')`)],
);
