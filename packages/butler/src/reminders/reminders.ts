import { appendAudit, type Database, type Tx, withTenant } from '@friendsai/db';
import type {
  AuditAction,
  CreateReminderInput,
  ListRemindersInput,
  Notice,
  Reminder,
  ReminderId,
  ReminderList,
  SnoozeReminderInput,
} from '@friendsai/schema';
import { actorOf, type Caller } from '../caller.ts';
import { lockContact } from '../contacts/facts.ts';
import { findReminder, insertReminder, listReminders, reminderOf, setReminderState } from './reminder-row.ts';

export type RemindersDeps = {
  db: Database;
  /** Tells the tenant's devices. Never throws. */
  notify: (caller: Caller, notice: Notice) => Promise<void>;
};

/** What the user wants to be reminded of. */
export function createReminders({ db, notify }: RemindersDeps) {
  /** One change of one reminder, with its audit row; gives the reminder as it is then. */
  async function change(
    caller: Caller,
    action: AuditAction,
    work: (tx: Tx) => Promise<ReminderId>,
  ): Promise<Reminder> {
    const reminder = await withTenant(db, caller, async (tx) => {
      const id = await work(tx);
      const found = await findReminder(tx, caller.tenantId, id);
      await audit(tx, caller, action, id);
      return reminderOf(found);
    });
    await notify(caller, { kind: 'reminders.changed' });
    return reminder;
  }

  return {
    list: (caller: Caller, input: ListRemindersInput): Promise<ReminderList> =>
      withTenant(db, caller, async (tx) => ({ reminders: await listReminders(tx, caller.tenantId, input) })),

    /** Errors: NOT_FOUND for a person who is not there. */
    create: (caller: Caller, { contactId, text, on }: CreateReminderInput): Promise<Reminder> =>
      change(caller, 'reminder.created', async (tx) => {
        const { tenantId } = caller;
        if (contactId !== null) await lockContact(tx, { tenantId, contactId });
        const source = { messageId: null, toolCallId: null, at: new Date() };
        return insertReminder(tx, { tenantId, contactId, text, on, ...source });
      }),

    /** Done twice is done. Errors: NOT_FOUND. */
    complete: (caller: Caller, id: ReminderId): Promise<Reminder> =>
      change(caller, 'reminder.completed', async (tx) => {
        await findReminder(tx, caller.tenantId, id);
        await setReminderState(tx, caller, id, { from: ['open', 'done'], to: 'done', at: new Date() });
        return id;
      }),

    /** Puts it on another day, and makes one that was done open again. Errors: NOT_FOUND. */
    snooze: (caller: Caller, { id, on }: SnoozeReminderInput): Promise<Reminder> =>
      change(caller, 'reminder.snoozed', async (tx) => {
        await findReminder(tx, caller.tenantId, id);
        await setReminderState(tx, caller, id, { from: ['open', 'done'], to: 'open', at: new Date(), on });
        return id;
      }),

    /** Errors: NOT_FOUND. */
    async remove(caller: Caller, id: ReminderId): Promise<void> {
      await withTenant(db, caller, async (tx) => {
        await findReminder(tx, caller.tenantId, id);
        await setReminderState(tx, caller, id, { from: ['open', 'done'], to: 'removed', at: new Date() });
        await audit(tx, caller, 'reminder.removed', id);
      });
      await notify(caller, { kind: 'reminders.changed' });
    },
  };
}

function audit(tx: Tx, caller: Caller, action: AuditAction, id: ReminderId): Promise<void> {
  return appendAudit(tx, caller, {
    actor: actorOf(caller),
    action,
    subject: `reminder:${id}`,
    requestId: caller.requestId,
    detail: {},
  });
}
