import { sql } from 'drizzle-orm';
import {
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { createdAt, moment, tenantId, wordVector } from './columns.ts';
import { tenants } from './tenants.ts';

/** The butler's memory, one row for each `memory/*.md`, which is written from here. */
export const memories = pgTable(
  'memories',
  {
    tenantId: tenantId(),
    id: uuid('id').notNull(),
    name: text('name').notNull(),
    /** By which names are the same: folded case and width. There is no second memory of a name. */
    nameKey: text('name_key').notNull(),
    text: text('text').notNull(),
    version: integer('version').notNull().default(1),
    writtenBy: text('written_by', { enum: ['user', 'butler'] }).notNull(),
    /** What it is found by: the words of name and text, cut by the application (PostgreSQL cannot cut Chinese). */
    words: wordVector('words').notNull(),
    messageId: uuid('message_id'),
    createdAt: createdAt(),
    updatedAt: moment('updated_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId], foreignColumns: [tenants.id] }),
    uniqueIndex('memories_name').on(t.tenantId, t.nameKey),
    index('memories_recent').on(t.tenantId, t.updatedAt.desc()),
    check('memories_written_by', sql`written_by in ('user', 'butler')`),
  ],
);
