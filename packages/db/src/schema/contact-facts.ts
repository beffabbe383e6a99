import { sql } from 'drizzle-orm';
import {
  check,
  foreignKey,
  index,
  pgTable,
  primaryKey,
  real,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { createdAt, moment, tenantId } from './columns.ts';
import { contacts } from './contacts.ts';

/**
 * What is known of a person, each thing with the message it came from, and what was known before. One fact of a label is current; the
 * others are its history. The profile's own fields (location, note …) stand in `contacts` too, where lists read them.
 */
export const contactFacts = pgTable(
  'contact_facts',
  {
    tenantId: tenantId(),
    id: uuid('id').notNull(),
    contactId: uuid('contact_id').notNull(),
    /** As it is shown: `location`, `daughter`. */
    label: text('label').notNull(),
    /** By which labels are the same: folded case and width. */
    labelKey: text('label_key').notNull(),
    /** Null: the fact says that nothing is known any more. */
    value: text('value'),
    /** What was known when it was said. */
    was: text('was'),
    /** The words that say so. */
    because: text('because').notNull(),
    /** 0 to 1. */
    confidence: real('confidence').notNull(),
    author: text('author', { enum: ['user', 'butler'] }).notNull(),
    messageId: uuid('message_id'),
    toolCallId: uuid('tool_call_id'),
    /** The fact that it took the place of. */
    previousId: uuid('previous_id'),
    state: text('state', { enum: ['current', 'superseded', 'undone'] }).notNull(),
    createdAt: createdAt(),
    endedAt: moment('ended_at'),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId, t.contactId], foreignColumns: [contacts.tenantId, contacts.id] }),
    uniqueIndex('contact_facts_current')
      .on(t.tenantId, t.contactId, t.labelKey)
      .where(sql`state = 'current'`),
    index('contact_facts_history').on(t.tenantId, t.contactId, t.createdAt.desc()),
    index('contact_facts_call').on(t.tenantId, t.toolCallId),
    check('contact_facts_author', sql`author in ('user', 'butler')`),
    check('contact_facts_state', sql`state in ('current', 'superseded', 'undone')`),
    check('contact_facts_confidence', sql`confidence between 0 and 1`),
  ],
);
