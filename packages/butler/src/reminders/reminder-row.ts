import { contacts, reminders, type TenantContext, type Tx } from '@friendsai/db';
import {
  ContactId,
  FriendsError,
  type MessageId,
  newId,
  type Reminder,
  ReminderId,
  type TenantId,
  type ToolCallId,
} from '@friendsai/schema';
import { and, asc, desc, eq, inArray, ne } from 'drizzle-orm';

/** More than anybody looks through. */
const MOST = 500;

export type NewReminder = {
  tenantId: TenantId;
  contactId: ContactId | null;
  text: string;
  /** `YYYY-MM-DD`. */
  on: string;
  messageId: MessageId | null;
  toolCallId: ToolCallId | null;
  at: Date;
};

type Found = { reminder: typeof reminders.$inferSelect; contactName: string | null };

/** Gives the id of what was written. */
export async function insertReminder(tx: Tx, { on, at, ...reminder }: NewReminder): Promise<ReminderId> {
  const id = newId(ReminderId);
  await tx.insert(reminders).values({ ...reminder, id, dueOn: on, state: 'open', createdAt: at });
  return id;
}

function select(tx: Tx) {
  return tx
    .select({ reminder: reminders, contactName: contacts.name })
    .from(reminders)
    .leftJoin(contacts, and(eq(contacts.tenantId, reminders.tenantId), eq(contacts.id, reminders.contactId)));
}

/** A reminder that has not been removed. Errors: NOT_FOUND. */
export async function findReminder(tx: Tx, tenantId: TenantId, id: ReminderId): Promise<Found> {
  const [found] = await select(tx).where(
    and(eq(reminders.tenantId, tenantId), eq(reminders.id, id), ne(reminders.state, 'removed')),
  );
  if (!found) throw new FriendsError('NOT_FOUND');
  return found;
}

/** The nearest first; what is done, the latest first. */
export async function listReminders(
  tx: Tx,
  tenantId: TenantId,
  { state, contactId }: { state: 'open' | 'done'; contactId?: ContactId | undefined },
): Promise<Reminder[]> {
  const found = await select(tx)
    .where(
      and(
        eq(reminders.tenantId, tenantId),
        eq(reminders.state, state),
        contactId === undefined ? undefined : eq(reminders.contactId, contactId),
      ),
    )
    .orderBy(state === 'open' ? asc(reminders.dueOn) : desc(reminders.endedAt), asc(reminders.id))
    .limit(MOST);
  return found.map(reminderOf);
}

type ReminderState = 'open' | 'done' | 'removed';

/**
 * @param from what it has to be now: another device may have changed it since it was looked at, and what was removed stays so. Errors:
 *   NOT_FOUND when it is none of these.
 * @param on the day it is put off to; without one it keeps its own.
 */
export async function setReminderState(
  tx: Tx,
  { tenantId }: TenantContext,
  id: ReminderId,
  { from, to: state, at, on }: { from: readonly ReminderState[]; to: ReminderState; at: Date; on?: string },
): Promise<void> {
  const changed = await tx
    .update(reminders)
    .set({ state, endedAt: state === 'open' ? null : at, dueOn: on })
    .where(and(eq(reminders.tenantId, tenantId), eq(reminders.id, id), inArray(reminders.state, [...from])))
    .returning({ id: reminders.id });
  if (changed.length === 0) throw new FriendsError('NOT_FOUND');
}

/** A row as the API shows it. */
export function reminderOf({ reminder, contactName }: Found): Reminder {
  return {
    id: ReminderId.parse(reminder.id),
    contactId: reminder.contactId === null ? null : ContactId.parse(reminder.contactId),
    contactName,
    text: reminder.text,
    on: reminder.dueOn,
    state: reminder.state === 'done' ? 'done' : 'open',
    createdAt: reminder.createdAt.toISOString(),
  };
}
