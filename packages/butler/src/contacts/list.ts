import { channels, contacts, type Database, messages, withTenant } from '@friendsai/db';
import { type ContactPage, FriendsError, type ListContactsInput, UNREAD_MAX } from '@friendsai/schema';
import { and, asc, eq, isNotNull, isNull, like, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Caller } from '../caller.ts';
import { contactOf } from './contact-row.ts';
import { likePatternsOf } from './sort-key.ts';

/** By the letters' codes, as the index has it: a language's own rules would tear A–Z apart. */
const bySortKey = sql`${contacts.sortKey} collate "C"`;

/** A moment as `toISOString` has it, in a year that PostgreSQL knows; a text without NUL, which PostgreSQL takes in none. */
const Moment = z.iso.datetime({ precision: 3 }).refine((at) => !at.startsWith('0000'));
const Text = z.string().refine((text) => !text.includes('\0'));

/** The last row of the page before: its sort value and its id, which breaks ties. */
const PageCursors = { name: z.tuple([Text, z.uuid()]), recent: z.tuple([Moment, z.uuid()]) };

function readCursor(cursor: string, order: ListContactsInput['order']): [string, string] {
  try {
    return PageCursors[order].parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch (error) {
    throw new FriendsError('INVALID_INPUT', { cause: error });
  }
}

const writeCursor = (value: [string, string]) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Answers behind what the user has read; no further than the limit, so that a long absence costs no long count. */
const unreadCount = () => sql<number>`(
  select count(*)::int from (
    select 1 from ${messages}
    where ${messages.tenantId} = ${channels.tenantId} and ${messages.channelId} = ${channels.id}
      and ${messages.position} > ${channels.lastReadPosition} and ${messages.role} = 'butler'
    order by ${messages.position}
    limit ${UNREAD_MAX}
  ) unread)`;

/** Keyset pages: the time of a page does not grow with the pages before it. Errors: INVALID_INPUT for a cursor not ours. */
export async function listContacts(
  db: Database,
  caller: Caller,
  input: ListContactsInput,
): Promise<ContactPage> {
  const byName = input.order === 'name';
  const after = input.cursor === undefined ? null : readCursor(input.cursor, input.order);
  const rows = await withTenant(db, caller, (tx) =>
    tx
      .select({ contact: contacts, unreadCount: unreadCount() })
      .from(contacts)
      .innerJoin(channels, and(eq(channels.tenantId, contacts.tenantId), eq(channels.contactId, contacts.id)))
      .where(
        and(
          eq(contacts.tenantId, caller.tenantId),
          input.archived ? isNotNull(contacts.archivedAt) : isNull(contacts.archivedAt),
          ...likePatternsOf(input.query ?? '').map((pattern) => like(contacts.searchText, pattern)),
          after === null
            ? undefined
            : byName
              ? sql`(${bySortKey}, ${contacts.id}) > (${after[0]}, ${after[1]}::uuid)`
              : sql`(${contacts.activeAt}, ${contacts.id}) < (${after[0]}::timestamptz, ${after[1]}::uuid)`,
        ),
      )
      .orderBy(
        // Nulls last, although there are none: as the index has it, or it is not used and every row is sorted.
        ...(byName
          ? [asc(bySortKey), asc(contacts.id)]
          : [sql`${contacts.activeAt} desc nulls last`, sql`${contacts.id} desc nulls last`]),
      )
      .limit(input.limit + 1),
  );
  const page = rows.slice(0, input.limit);
  const last = page.at(-1);
  return {
    items: page.map(({ contact, unreadCount }) => ({ ...contactOf(contact), unreadCount })),
    nextCursor:
      last && rows.length > page.length
        ? writeCursor([byName ? last.contact.sortKey : last.contact.activeAt.toISOString(), last.contact.id])
        : null,
  };
}
