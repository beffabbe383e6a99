import { contacts } from '@friendsai/db';
import { ContactId, FriendsError, JOURNAL } from '@friendsai/schema';
import { and, eq } from 'drizzle-orm';
import type { ContactRow } from '../contacts/contact-row.ts';
import { lockContact } from '../contacts/facts.ts';
import type { LedgerContext, ToolPlace } from './tool.ts';

/** How a tool's input names a person. */
export const contactIdInput = ContactId.optional().describe(
  'Id of the person. Leave it out in a conversation about one person; in the journal it must be given (contact_find gives ids).',
);

/**
 * Whom a call is about: the channel's own person, whatever the input says; in the journal whom the input names.
 * Errors: NOT_FOUND for anybody else, INVALID_INPUT when nobody is named.
 */
export function personOf({ contactId }: ToolPlace, given: ContactId | undefined): ContactId {
  if (contactId === JOURNAL) {
    if (given === undefined) throw new FriendsError('INVALID_INPUT');
    return given;
  }
  if (given !== undefined && given !== contactId) throw new FriendsError('NOT_FOUND');
  return contactId;
}

/** As `personOf`, held until the transaction ends. */
export function lockPerson(context: LedgerContext, given: ContactId | undefined): Promise<ContactRow> {
  return lockContact(context.tx, { tenantId: context.tenantId, contactId: personOf(context, given) });
}

/** As `personOf`, only to be read. */
export async function readPerson(context: LedgerContext, given: ContactId | undefined): Promise<ContactRow> {
  const { tx, tenantId } = context;
  const [row] = await tx
    .select()
    .from(contacts)
    .where(and(eq(contacts.tenantId, tenantId), eq(contacts.id, personOf(context, given))));
  if (!row) throw new FriendsError('NOT_FOUND');
  return row;
}

export const idOf = (contact: ContactRow): ContactId => ContactId.parse(contact.id);
