import { contacts, mentions } from '@friendsai/db';
import { ContactId, FriendsError, JOURNAL } from '@friendsai/schema';
import { and, eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import { ledgerTool } from './tool.ts';

export const journalConcerns = ledgerTool({
  name: 'journal_concerns',
  description:
    "In the journal only: says which people the user's message is about, so that it is found with each of them.",
  risk: 'write',
  input: z.strictObject({ contactIds: z.array(ContactId).min(1).max(20) }),
  details: () => [],
  async execute(context, { contactIds }) {
    const { tx, tenantId, messageId, toolCallId, at } = context;
    if (context.contactId !== JOURNAL || messageId === null) throw new FriendsError('NOT_FOUND');
    const wanted = [...new Set(contactIds)];
    const found = await tx
      .select({ id: contacts.id, name: contacts.name })
      .from(contacts)
      .where(and(eq(contacts.tenantId, tenantId), inArray(contacts.id, wanted)));
    if (found.length < wanted.length) throw new FriendsError('NOT_FOUND');
    const added = await tx
      .insert(mentions)
      .values(wanted.map((contactId) => ({ tenantId, messageId, contactId, toolCallId, createdAt: at })))
      .onConflictDoNothing()
      .returning({ contactId: mentions.contactId });
    const isNew = new Set(added.map(({ contactId }) => contactId));
    const people = found
      .filter(({ id }) => isNew.has(id))
      .map(({ id, name }) => ({ contactId: ContactId.parse(id), contactName: name }));
    const result = { people: people.map(({ contactName }) => contactName) };
    return people.length === 0 ? { result } : { result, card: { kind: 'mention', people }, undo: {} };
  },
  async takeBack({ tx, tenantId, toolCallId }, { card }) {
    await tx
      .delete(mentions)
      .where(and(eq(mentions.tenantId, tenantId), eq(mentions.toolCallId, toolCallId)));
    return { card, undone: true };
  },
});
