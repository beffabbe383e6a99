import { Day, JOURNAL, lineInput, REMINDER_MAX_CHARS, ReminderId } from '@friendsai/schema';
import { z } from 'zod';
import { insertReminder, setReminderState } from '../reminders/reminder-row.ts';
import { contactIdInput, idOf, readPerson } from './person.ts';
import { takeBackReminder } from './reminder-card.ts';
import { ledgerTool } from './tool.ts';

export const reminderCreate = ledgerTool({
  name: 'reminder_create',
  description: 'Makes a reminder for a day. In the journal it may be about nobody: leave contactId out then.',
  risk: 'write',
  input: z.strictObject({
    contactId: contactIdInput,
    text: lineInput(REMINDER_MAX_CHARS).describe('What to be reminded of.'),
    on: Day.describe('The day, YYYY-MM-DD.'),
  }),
  details: ({ text, on }) => [
    { label: 'on', value: on },
    { label: 'text', value: text },
  ],
  async execute(context, { contactId, text, on }) {
    const isAboutNobody = context.contactId === JOURNAL && contactId === undefined;
    const contact = isAboutNobody ? null : await readPerson(context, contactId);
    const { tx, tenantId, messageId, toolCallId, at } = context;
    const about = contact === null ? null : idOf(contact);
    const id = await insertReminder(tx, {
      tenantId,
      contactId: about,
      text,
      on,
      messageId,
      toolCallId,
      at,
    });
    return {
      result: { id, on },
      card: {
        kind: 'reminder',
        contactId: about,
        contactName: contact?.name ?? null,
        reminderId: ReminderId.parse(id),
        text,
        on,
        state: 'open',
      },
      undo: {},
    };
  },
  takeBack: (context, { card }) =>
    takeBackReminder(card, (id) =>
      setReminderState(context.tx, context, id, { from: ['open', 'done'], to: 'removed', at: context.at }),
    ),
});
