import { sql } from 'drizzle-orm';
import { foreignKey, index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { createdAt, moment, tenantId } from './columns.ts';
import { tenants } from './tenants.ts';

/** The people that a tenant knows. */
export const contacts = pgTable(
  'contacts',
  {
    tenantId: tenantId(),
    id: uuid('id').notNull(),
    name: text('name').notNull(),
    /** Pinyin or plain letters, lower case: where the name sorts. */
    sortKey: text('sort_key').notNull(),
    indexLetter: text('index_letter').notNull(),
    relation: text('relation'),
    organization: text('organization'),
    title: text('title'),
    location: text('location'),
    /** `YYYY-MM-DD`, or `--MM-DD` without a year. */
    birthday: text('birthday'),
    note: text('note'),
    /** The words a list is searched by, made by the application (PostgreSQL has no pinyin). */
    searchText: text('search_text').notNull(),
    createdAt: createdAt(),
    updatedAt: moment('updated_at').notNull(),
    archivedAt: moment('archived_at'),
    lastMessageAt: moment('last_message_at'),
    /** First words of the newest message, so that a list needs no look at the channels. */
    lastMessageText: text('last_message_text'),
    /** The newest message's time, or the contact's own: what 'recent' sorts by. */
    activeAt: moment('active_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId], foreignColumns: [tenants.id] }),
    // Two pairs, because most lists want who is not archived and an index that holds only those stays small.
    index('contacts_recent').on(t.tenantId, t.activeAt.desc(), t.id.desc()).where(sql`archived_at is null`),
    index('contacts_by_name').on(t.tenantId, sql`sort_key collate "C"`, t.id).where(sql`archived_at is null`),
    index('contacts_archived')
      .on(t.tenantId, t.activeAt.desc(), t.id.desc())
      .where(sql`archived_at is not null`),
    index('contacts_search').using('gin', sql`search_text gin_trgm_ops`),
  ],
);
