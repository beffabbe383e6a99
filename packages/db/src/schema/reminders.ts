import { sql } from 'drizzle-orm';
import { check, date, foreignKey, index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { createdAt, moment, tenantId } from './columns.ts';
import { contacts } from './contacts.ts';
import { tenants } from './tenants.ts';

/** What the user wants to be reminded of, and on which day. */
export const reminders = pgTable(
  'reminders',
  {
    tenantId: tenantId(),
    id: uuid('id').notNull(),
    contactId: uuid('contact_id'),
    text: text('text').notNull(),
    dueOn: date('due_on', { mode: 'string' }).notNull(),
    state: text('state', { enum: ['open', 'done', 'removed'] }).notNull(),
    messageId: uuid('message_id'),
    toolCallId: uuid('tool_call_id'),
    createdAt: createdAt(),
    endedAt: moment('ended_at'),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId], foreignColumns: [tenants.id] }),
    foreignKey({ columns: [t.tenantId, t.contactId], foreignColumns: [contacts.tenantId, contacts.id] }),
    index('reminders_open').on(t.tenantId, t.dueOn).where(sql`state = 'open'`),
    check('reminders_state', sql`state in ('open', 'done', 'removed')`),
  ],
);
