import type { contacts } from '@friendsai/db';
import { type Contact, ContactId } from '@friendsai/schema';
import { indexLetterOf, searchTextOf, sortKeyOf } from './sort-key.ts';

export type ContactRow = typeof contacts.$inferSelect;

/** A row as the API shows it. */
export function contactOf(row: ContactRow): Contact {
  return {
    id: ContactId.parse(row.id),
    name: row.name,
    sortKey: row.sortKey,
    indexLetter: row.indexLetter,
    relation: row.relation,
    organization: row.organization,
    title: row.title,
    location: row.location,
    birthday: row.birthday,
    note: row.note,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    archivedAt: row.archivedAt?.toISOString() ?? null,
    lastMessageAt: row.lastMessageAt?.toISOString() ?? null,
    lastMessageText: row.lastMessageText,
  };
}

/** What follows from a contact's words: where it sorts and by what it is found. */
export function derivedOf(words: Pick<ContactRow, 'name' | 'relation' | 'organization' | 'location'>) {
  const { name, relation, organization, location } = words;
  return {
    sortKey: sortKeyOf(name),
    indexLetter: indexLetterOf(name),
    searchText: searchTextOf(name, [relation, organization, location]),
  };
}
