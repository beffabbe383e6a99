import { JOURNAL } from '@friendsai/schema';
import { z } from 'zod';
import { listReminders } from '../reminders/reminder-row.ts';
import { contactIdInput, personOf } from './person.ts';
import { ledgerTool } from './tool.ts';

export const reminderList = ledgerTool({
  name: 'reminder_list',
  description: 'Lists the reminders that are open, the nearest first; in the journal of everybody.',
  risk: 'read',
  input: z.strictObject({ contactId: contactIdInput }),
  details: () => [],
  async execute(context, { contactId }) {
    const { tx, tenantId } = context;
    const everybody = context.contactId === JOURNAL && contactId === undefined;
    const found = await listReminders(tx, tenantId, {
      state: 'open',
      ...(everybody ? {} : { contactId: personOf(context, contactId) }),
    });
    return {
      result: {
        reminders: found.map(({ id, text, on, state, contactName }) => ({
          id,
          text,
          on,
          state,
          about: contactName,
        })),
      },
    };
  },
});
