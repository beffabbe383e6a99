import { bigint, foreignKey, integer, pgTable, primaryKey, unique, uuid } from 'drizzle-orm/pg-core';
import { createdAt, moment, tenantId } from './columns.ts';
import { contacts } from './contacts.ts';
import { tenants } from './tenants.ts';

/** One conversation for each contact, and one without a contact: the journal. */
export const channels = pgTable(
  'channels',
  {
    tenantId: tenantId(),
    id: uuid('id').notNull(),
    contactId: uuid('contact_id'),
    /** Position of the newest message; who holds the row gives out the next. */
    lastPosition: integer('last_position').notNull().default(0),
    /** Position up to which the user has read, on whatever device. */
    lastReadPosition: integer('last_read_position').notNull().default(0),
    /** The newest fencing token: a write under an older one is refused. */
    fence: bigint('fence', { mode: 'number' }).notNull().default(0),
    /**
     * Since when words of others stand in the conversation that the runtime keeps: until the user vouches for them, what the
     * butler would write waits for a yes.
     */
    untrustedSince: moment('untrusted_since'),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId], foreignColumns: [tenants.id] }),
    foreignKey({ columns: [t.tenantId, t.contactId], foreignColumns: [contacts.tenantId, contacts.id] }),
    // Nulls count as equal, so a tenant has one journal.
    unique('channels_contact').on(t.tenantId, t.contactId).nullsNotDistinct(),
  ],
);
