import { contactFacts, contacts, interactions, mentions, messages, reminders, type Tx } from '@friendsai/db';
import { type ContactId, FriendsError, MessageId, type TenantId, type Timeline } from '@friendsai/schema';
import { and, desc, eq, isNull, ne } from 'drizzle-orm';
import { previewOf } from '../chat/preview.ts';

type Place = { tenantId: TenantId; contactId: ContactId };
type Entry = Timeline['entries'][number];

const sourceOf = (id: string | null) => (id === null ? null : MessageId.parse(id));
const dayOf = (at: Date) => at.toISOString().slice(0, 10);

/** What happened with a person, newest first: interactions, what was learnt, reminders, entries of the journal. Errors: NOT_FOUND. */
export async function readTimeline(tx: Tx, { limit, ...place }: Place & { limit: number }): Promise<Entry[]> {
  const { tenantId, contactId } = place;
  const [known] = await tx
    .select({ id: contacts.id })
    .from(contacts)
    .where(and(eq(contacts.tenantId, tenantId), eq(contacts.id, contactId)));
  if (!known) throw new FriendsError('NOT_FOUND');
  const kinds = [interactionsOf, learntOf, remindersOf, mentionsOf];
  const found = await Promise.all(kinds.map((read) => read(tx, place, limit)));
  return found
    .flat()
    .sort((a, b) => b.on.localeCompare(a.on))
    .slice(0, limit);
}

async function interactionsOf(tx: Tx, { tenantId, contactId }: Place, limit: number): Promise<Entry[]> {
  const rows = await tx
    .select()
    .from(interactions)
    .where(
      and(
        eq(interactions.tenantId, tenantId),
        eq(interactions.contactId, contactId),
        isNull(interactions.undoneAt),
      ),
    )
    .orderBy(desc(interactions.happenedOn), desc(interactions.id))
    .limit(limit);
  return rows.map(({ happenedOn, kind, summary, messageId }) => ({
    on: happenedOn,
    kind,
    text: summary,
    messageId: sourceOf(messageId),
  }));
}

async function learntOf(tx: Tx, { tenantId, contactId }: Place, limit: number): Promise<Entry[]> {
  const rows = await tx
    .select()
    .from(contactFacts)
    .where(
      and(
        eq(contactFacts.tenantId, tenantId),
        eq(contactFacts.contactId, contactId),
        ne(contactFacts.state, 'undone'),
      ),
    )
    .orderBy(desc(contactFacts.createdAt), desc(contactFacts.id))
    .limit(limit);
  return rows.map(({ createdAt, label, was, value, messageId }) => ({
    on: dayOf(createdAt),
    kind: 'fact',
    text: `${label}: ${was === null ? '' : `${was} → `}${value ?? '—'}`,
    messageId: sourceOf(messageId),
  }));
}

async function remindersOf(tx: Tx, { tenantId, contactId }: Place, limit: number): Promise<Entry[]> {
  const rows = await tx
    .select()
    .from(reminders)
    .where(
      and(
        eq(reminders.tenantId, tenantId),
        eq(reminders.contactId, contactId),
        ne(reminders.state, 'removed'),
      ),
    )
    .orderBy(desc(reminders.dueOn))
    .limit(limit);
  return rows.map(({ dueOn, text, messageId }) => ({
    on: dueOn,
    kind: 'reminder',
    text,
    messageId: sourceOf(messageId),
  }));
}

async function mentionsOf(tx: Tx, { tenantId, contactId }: Place, limit: number): Promise<Entry[]> {
  const rows = await tx
    .select({ at: messages.createdAt, text: messages.text, id: messages.id })
    .from(mentions)
    .innerJoin(messages, and(eq(messages.tenantId, mentions.tenantId), eq(messages.id, mentions.messageId)))
    .where(and(eq(mentions.tenantId, tenantId), eq(mentions.contactId, contactId)))
    .orderBy(desc(messages.createdAt))
    .limit(limit);
  return rows.map(({ at, text, id }) => ({
    on: dayOf(at),
    kind: 'mention',
    text: previewOf(text),
    messageId: MessageId.parse(id),
  }));
}
