import { interactions } from '@friendsai/db';
import { Day, FriendsError, InteractionId, InteractionKind, newId, textInput } from '@friendsai/schema';
import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { contactIdInput, idOf, lockPerson } from './person.ts';
import { ledgerTool } from './tool.ts';

export const interactionLog = ledgerTool({
  name: 'interaction_log',
  description: 'Notes that the user met, called, wrote to or did something with a person, and on which day.',
  risk: 'write',
  input: z.strictObject({
    contactId: contactIdInput,
    kind: InteractionKind,
    on: Day.describe('The day it happened, YYYY-MM-DD.'),
    summary: textInput(1_000).describe("What it was, in the user's words."),
  }),
  details: ({ kind, on, summary }) => [
    { label: 'kind', value: kind },
    { label: 'on', value: on },
    { label: 'summary', value: summary },
  ],
  async execute(context, { contactId, kind, on, summary }) {
    const { tx, tenantId, messageId, toolCallId, at } = context;
    const contact = await lockPerson(context, contactId);
    const id = newId(InteractionId);
    await tx.insert(interactions).values({
      tenantId,
      id,
      contactId: contact.id,
      kind,
      happenedOn: on,
      summary,
      messageId,
      toolCallId,
      createdAt: at,
    });
    return {
      result: { id },
      card: {
        kind: 'interaction',
        contactId: idOf(contact),
        contactName: contact.name,
        interactionId: id,
        interaction: kind,
        on,
        summary,
      },
      undo: {},
    };
  },
  async takeBack({ tx, tenantId, at }, { card }) {
    if (card.kind !== 'interaction') throw new FriendsError('INTERNAL');
    await tx
      .update(interactions)
      .set({ undoneAt: at })
      .where(and(eq(interactions.tenantId, tenantId), eq(interactions.id, card.interactionId)));
    return { card, undone: true };
  },
});
