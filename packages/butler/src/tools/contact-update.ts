import { lineInput, textInput } from '@friendsai/schema';
import { z } from 'zod';
import { contactIdInput, lockPerson } from './person.ts';
import { changeProfile, takeBackProfile } from './profile-change.ts';
import { ledgerTool } from './tool.ts';

const Change = z.strictObject({
  label: lineInput(60).describe(
    'relation, organization, title, location, birthday (YYYY-MM-DD, or --MM-DD without a year), or a short word of your own such as "daughter" or "likes". One label for one thing.',
  ),
  value: textInput(500).nullable().describe('What is so now; null when it is no longer so.'),
  because: textInput(500).describe("The user's own words that say so."),
});

export const contactUpdate = ledgerTool({
  name: 'contact_update',
  description:
    'Writes down what the user has told about a person: only what they said, never a guess. A label holds one value: of what gathers (allergies, likes) give the old with the new. Shown to them as was → is, with undo.',
  risk: 'write',
  input: z.strictObject({ contactId: contactIdInput, changes: z.array(Change).min(1).max(20) }),
  details: ({ changes }) =>
    changes.flatMap(({ label, value, because }) => [
      { label, value: value ?? '—' },
      { label: 'because', value: because },
    ]),
  async execute(context, { contactId, changes }) {
    return changeProfile(context, await lockPerson(context, contactId), changes);
  },
  takeBack: (context, { card }, factId) => takeBackProfile(context, card, factId),
});
