import { FriendsError, JOURNAL, ReminderId } from '@friendsai/schema';
import { z } from 'zod';
import { findReminder, reminderOf, setReminderState } from '../reminders/reminder-row.ts';
import { takeBackReminder } from './reminder-card.ts';
import { ledgerTool } from './tool.ts';

export const reminderComplete = ledgerTool({
  name: 'reminder_complete',
  description: 'Marks a reminder as done, when the user says that it is (reminder_list gives ids).',
  risk: 'write',
  input: z.strictObject({ reminderId: ReminderId }),
  details: () => [],
  async execute(context, { reminderId }) {
    const { tx, tenantId, contactId, at } = context;
    const found = await findReminder(tx, tenantId, reminderId);
    if (contactId !== JOURNAL && found.reminder.contactId !== contactId) throw new FriendsError('NOT_FOUND');
    // One that is done already is left to whoever has done it: taking this back would open it again.
    await setReminderState(tx, context, reminderId, { from: ['open'], to: 'done', at });
    const { text, on, contactName, contactId: about } = reminderOf(found);
    return {
      result: { id: reminderId, state: 'done' },
      card: {
        kind: 'reminder',
        contactId: about,
        contactName,
        reminderId,
        text,
        on,
        state: 'done',
      },
      undo: {},
    };
  },
  takeBack: (context, { card }) =>
    takeBackReminder(card, (id) =>
      setReminderState(context.tx, context, id, { from: ['done'], to: 'open', at: context.at }),
    ),
});
