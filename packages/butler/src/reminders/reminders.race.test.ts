import { withTenant } from '@friendsai/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Caller } from '../caller.ts';
import { type Desk, openDesk } from '../files/testing/desk.ts';
import { findReminder, setReminderState } from './reminder-row.ts';
import { createReminders } from './reminders.ts';

let desk: Desk;
let ann: Caller;
beforeAll(async () => {
  desk = await openDesk();
  ann = await desk.newCaller();
});
afterAll(() => desk.close());

test.each(['open', 'done'] as const)(
  'a reminder that another device removes just as it is made %s stays removed',
  async (to) => {
    const reminders = createReminders({ db: desk.db, notify: async () => {} });
    const { id } = await reminders.create(ann, { contactId: null, text: 'call her', on: '2027-03-01' });
    const late = withTenant(desk.db, ann, async (tx) => {
      await findReminder(tx, ann.tenantId, id);
      await reminders.remove(ann, id);
      await setReminderState(tx, ann, id, { from: ['open', 'done'], to, at: new Date(), on: '2027-04-01' });
    });
    await expect(late).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(reminders.snooze(ann, { id, on: '2027-04-01' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  },
);
