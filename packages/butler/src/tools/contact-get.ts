import { z } from 'zod';
import { factsOf } from '../contacts/facts.ts';
import { contactIdInput, personOf, readPerson } from './person.ts';
import { ledgerTool } from './tool.ts';

export const contactGet = ledgerTool({
  name: 'contact_get',
  description:
    'Gives all that is known of a person: the profile and single facts, each with the words of the user that say so.',
  risk: 'read',
  input: z.strictObject({ contactId: contactIdInput }),
  details: () => [],
  async execute(context, { contactId }) {
    const about = { tenantId: context.tenantId, id: personOf(context, contactId) };
    const [contact, facts] = await Promise.all([readPerson(context, contactId), factsOf(context.tx, about)]);
    const { id, name, relation, organization, title, location, birthday, note } = contact;
    return {
      result: {
        id,
        name,
        relation,
        organization,
        title,
        location,
        birthday,
        note,
        facts: facts.map(({ label, value, because, at }) => ({ label, value, because, at })),
      },
    };
  },
});
