import { contactFacts, contacts, type Tx } from '@friendsai/db';
import {
  Birthday,
  type ContactId,
  type Fact,
  type FactChange,
  FactId,
  FriendsError,
  MessageId,
  newId,
  type TenantId,
  type ToolCallId,
} from '@friendsai/schema';
import { and, desc, eq } from 'drizzle-orm';
import { type ContactRow, derivedOf } from './contact-row.ts';
import { fieldOf, labelKeyOf, PROFILE_FIELDS } from './labels.ts';

/** What somebody says of a person: null takes it away. */
export type Statement = { label: string; value: string | null; because: string };

/** Who says it, and where it can be read again. */
export type Source = {
  author: 'user' | 'butler';
  /** 0 to 1: what the user writes is certain. */
  confidence: number;
  messageId: MessageId | null;
  toolCallId: ToolCallId | null;
  at: Date;
};

type Place = { tenantId: TenantId; contactId: ContactId };
type FactRow = typeof contactFacts.$inferSelect;

/** The person, held until the transaction ends. Errors: NOT_FOUND. */
export async function lockContact(tx: Tx, { tenantId, contactId }: Place): Promise<ContactRow> {
  const [row] = await tx
    .select()
    .from(contacts)
    .where(and(eq(contacts.tenantId, tenantId), eq(contacts.id, contactId)))
    .for('update');
  if (!row) throw new FriendsError('NOT_FOUND');
  return row;
}

/**
 * Writes down what was said of a person who is held: each label has one current fact, the one before it becomes its history, and a
 * field of the profile follows. What is known already is no change. Gives the changes, in the order they were said.
 */
export async function changeFacts(
  tx: Tx,
  contact: ContactRow,
  statements: readonly Statement[],
  source: Source,
): Promise<FactChange[]> {
  const { tenantId } = contact;
  const current = await currentFacts(tx, contact);
  const changes: FactChange[] = [];
  // Queries that are not given to the database before they are waited for.
  const writes: PromiseLike<unknown>[] = [];
  let profile = contact;
  for (const { label, value, because } of lastOfEach(statements)) {
    const labelKey = labelKeyOf(label);
    const field = fieldOf(label);
    if (field === 'birthday' && value !== null && !Birthday.safeParse(value).success)
      throw new FriendsError('INVALID_INPUT');
    const before = current.get(labelKey);
    const was = field ? profile[field] : (before?.value ?? null);
    if (was === value) continue;
    const id = newId(FactId);
    if (before) writes.push(endFact(tx, before, 'superseded', source.at));
    writes.push(
      tx.insert(contactFacts).values({
        tenantId,
        id,
        contactId: contact.id,
        label: field ?? label,
        labelKey,
        value,
        was,
        because,
        author: source.author,
        confidence: source.confidence,
        messageId: source.messageId,
        toolCallId: source.toolCallId,
        previousId: before?.id ?? null,
        state: 'current',
        createdAt: source.at,
      }),
    );
    if (field) profile = { ...profile, [field]: value };
    changes.push({ factId: id, label: field ?? label, was, is: value, because, undone: false });
  }
  if (profile !== contact) writes.push(writeProfile(tx, profile, source.at));
  // At once and in this order: one way to the database and back.
  await Promise.all(writes);
  return changes;
}

/**
 * Takes one change back: what was known before is current again. Errors: UNDO_CONFLICT when the label has been changed since, by
 * whomever.
 */
export async function takeBackFact(tx: Tx, contact: ContactRow, factId: FactId, at: Date): Promise<void> {
  const { tenantId } = contact;
  const [fact] = await tx
    .select()
    .from(contactFacts)
    .where(and(eq(contactFacts.tenantId, tenantId), eq(contactFacts.id, factId)));
  const field = fact && fieldOf(fact.labelKey);
  if (fact?.state !== 'current' || (field && contact[field] !== fact.value))
    throw new FriendsError('UNDO_CONFLICT');
  await endFact(tx, fact, 'undone', at);
  if (fact.previousId !== null) {
    await tx
      .update(contactFacts)
      .set({ state: 'current', endedAt: null })
      .where(and(eq(contactFacts.tenantId, tenantId), eq(contactFacts.id, fact.previousId)));
  }
  if (field) await writeProfile(tx, { ...contact, [field]: fact.was }, at);
}

/** What is known of a person now, newest first. A fact that says that nothing is known is none. */
export async function factsOf(tx: Tx, contact: Pick<ContactRow, 'tenantId' | 'id'>): Promise<Fact[]> {
  const rows = await tx
    .select()
    .from(contactFacts)
    .where(isCurrentOf(contact))
    .orderBy(desc(contactFacts.createdAt), desc(contactFacts.id));
  return rows.flatMap(({ id, label, value, because, messageId, author, createdAt }) =>
    value === null
      ? []
      : [
          {
            id: FactId.parse(id),
            label,
            value,
            because,
            messageId: messageId === null ? null : MessageId.parse(messageId),
            author,
            at: createdAt.toISOString(),
          },
        ],
  );
}

const isCurrentOf = ({ tenantId, id }: Pick<ContactRow, 'tenantId' | 'id'>) =>
  and(eq(contactFacts.tenantId, tenantId), eq(contactFacts.contactId, id), eq(contactFacts.state, 'current'));

async function currentFacts(tx: Tx, contact: ContactRow): Promise<Map<string, FactRow>> {
  const rows = await tx.select().from(contactFacts).where(isCurrentOf(contact));
  return new Map(rows.map((row) => [row.labelKey, row]));
}

/** Of two statements of one label in one breath, the later counts. */
function lastOfEach(statements: readonly Statement[]): Statement[] {
  return [...new Map(statements.map((statement) => [labelKeyOf(statement.label), statement])).values()];
}

function endFact(tx: Tx, fact: FactRow, state: 'superseded' | 'undone', at: Date) {
  return tx
    .update(contactFacts)
    .set({ state, endedAt: at })
    .where(and(eq(contactFacts.tenantId, fact.tenantId), eq(contactFacts.id, fact.id)));
}

function writeProfile(tx: Tx, profile: ContactRow, at: Date) {
  const fields = Object.fromEntries(PROFILE_FIELDS.map((field) => [field, profile[field]]));
  return tx
    .update(contacts)
    .set({ ...fields, ...derivedOf(profile), updatedAt: at })
    .where(and(eq(contacts.tenantId, profile.tenantId), eq(contacts.id, profile.id)));
}
