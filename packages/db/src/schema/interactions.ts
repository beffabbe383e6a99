import { sql } from 'drizzle-orm';
import { check, date, foreignKey, index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { createdAt, moment, tenantId } from './columns.ts';
import { contacts } from './contacts.ts';

/** When a person was met, called, written to, and what it was about. */
export const interactions = pgTable(
  'interactions',
  {
    tenantId: tenantId(),
    id: uuid('id').notNull(),
    contactId: uuid('contact_id').notNull(),
    kind: text('kind', {
      enum: ['meeting', 'meal', 'call', 'message', 'visit', 'gift', 'other'],
    }).notNull(),
    happenedOn: date('happened_on', { mode: 'string' }).notNull(),
    summary: text('summary').notNull(),
    messageId: uuid('message_id'),
    toolCallId: uuid('tool_call_id'),
    createdAt: createdAt(),
    undoneAt: moment('undone_at'),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId, t.contactId], foreignColumns: [contacts.tenantId, contacts.id] }),
    index('interactions_timeline')
      .on(t.tenantId, t.contactId, t.happenedOn.desc())
      .where(sql`undone_at is null`),
    check('interactions_kind', sql`kind in ('meeting', 'meal', 'call', 'message', 'visit', 'gift', 'other')`),
  ],
);
