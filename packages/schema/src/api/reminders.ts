import { z } from 'zod';
import { Day } from '../cards.ts';
import { ContactId, ReminderId } from '../ids.ts';
import { lineInput } from '../text.ts';

export const REMINDER_MAX_CHARS = 300;

export const Reminder = z.object({
  id: ReminderId,
  /** Null: about nobody. */
  contactId: ContactId.nullable(),
  contactName: z.string().nullable(),
  text: z.string(),
  on: Day,
  state: z.enum(['open', 'done']),
  createdAt: z.iso.datetime(),
});
export type Reminder = z.infer<typeof Reminder>;

export const ReminderList = z.object({ reminders: z.array(Reminder) });
export type ReminderList = z.infer<typeof ReminderList>;

export const ListRemindersInput = z.object({
  contactId: ContactId.optional(),
  state: z.enum(['open', 'done']).default('open'),
});
export type ListRemindersInput = z.infer<typeof ListRemindersInput>;

export const CreateReminderInput = z.object({
  contactId: ContactId.nullable().default(null),
  text: lineInput(REMINDER_MAX_CHARS),
  on: Day,
});
export type CreateReminderInput = z.infer<typeof CreateReminderInput>;

export const ReminderIdInput = z.object({ id: ReminderId });
export type ReminderIdInput = z.infer<typeof ReminderIdInput>;

export const SnoozeReminderInput = z.object({ id: ReminderId, on: Day });
export type SnoozeReminderInput = z.infer<typeof SnoozeReminderInput>;
