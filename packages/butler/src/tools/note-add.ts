import { FriendsError, textInput } from '@friendsai/schema';
import { z } from 'zod';
import { contactIdInput, lockPerson } from './person.ts';
import { changeProfile, takeBackProfile } from './profile-change.ts';
import { ledgerTool } from './tool.ts';

/** As long as the note of a profile may be. */
const NOTE_MAX_CHARS = 10_000;

export const noteAdd = ledgerTool({
  name: 'note_add',
  description: 'Adds a line to the note of a person, for what the user wants kept and no label fits.',
  risk: 'write',
  input: z.strictObject({ contactId: contactIdInput, text: textInput(2_000) }),
  details: ({ text }) => [{ label: 'note', value: text }],
  async execute(context, { contactId, text }) {
    const contact = await lockPerson(context, contactId);
    const lines = contact.note?.split('\n') ?? [];
    const value = lines.includes(text) ? contact.note : [...lines, text].join('\n');
    if (value !== null && value.length > NOTE_MAX_CHARS) throw new FriendsError('TOO_LARGE');
    return changeProfile(context, contact, [{ label: 'note', value, because: text.slice(0, 500) }]);
  },
  takeBack: (context, { card }, factId) => takeBackProfile(context, card, factId),
});
