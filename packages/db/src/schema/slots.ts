import { sql } from 'drizzle-orm';
import { boolean, index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { cells } from './cells.ts';
import { createdAt, moment } from './columns.ts';

/** Agents that cells have ready. Control plane: it tells which agent runs where, and nothing about anybody. */
export const slots = pgTable(
  'slots',
  {
    /** Becomes the id of the tenant that takes the slot. */
    id: uuid('id').primaryKey(),
    agentId: text('agent_id').notNull(),
    /** Null: taken before a cell was ready; the next cell includes it. */
    cellId: text('cell_id').references(() => cells.id),
    bound: boolean('bound').notNull().default(false),
    /** Its tenant is gone; an agent's id is never given to a second one. */
    retired: boolean('retired').notNull().default(false),
    /** When nothing of its tenant was left in the cell. */
    purgedAt: moment('purged_at'),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex('slots_agent').on(t.agentId),
    index('slots_free').on(t.createdAt, t.id).where(sql`not bound and not retired`),
  ],
);
