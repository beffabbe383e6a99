import { foreignKey, index, pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core';
import { createdAt, tenantId } from './columns.ts';
import { contacts } from './contacts.ts';
import { messages } from './messages.ts';

/** Whom an entry of the journal is about. */
export const mentions = pgTable(
  'mentions',
  {
    tenantId: tenantId(),
    messageId: uuid('message_id').notNull(),
    contactId: uuid('contact_id').notNull(),
    toolCallId: uuid('tool_call_id').notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.messageId, t.contactId] }),
    foreignKey({ columns: [t.tenantId, t.messageId], foreignColumns: [messages.tenantId, messages.id] }),
    foreignKey({ columns: [t.tenantId, t.contactId], foreignColumns: [contacts.tenantId, contacts.id] }),
    index('mentions_of_contact').on(t.tenantId, t.contactId),
  ],
);
