import { textInput } from '@friendsai/schema';
import { z } from 'zod';
import { contactIdInput, idOf, readPerson } from './person.ts';
import { ledgerTool } from './tool.ts';

export const draftPropose = ledgerTool({
  name: 'draft_propose',
  description:
    'Shows the user a message that they may send to a person. It is never sent by you or by anything of ours: they copy it, or not.',
  risk: 'write',
  input: z.strictObject({ contactId: contactIdInput, text: textInput(4_000) }),
  details: ({ text }) => [{ label: 'text', value: text }],
  async execute(context, { contactId, text }) {
    const contact = await readPerson(context, contactId);
    return {
      result: { shown: true },
      card: { kind: 'draft', contactId: idOf(contact), contactName: contact.name, text },
      undo: {},
    };
  },
  takeBack: async (_context, { card }) => ({ card, undone: true }),
});
