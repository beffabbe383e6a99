import {
  CreateReminderInput,
  ListRemindersInput,
  Reminder,
  ReminderIdInput,
  ReminderList,
  SnoozeReminderInput,
} from '@friendsai/schema';
import { router, tenantProcedure } from '../trpc.ts';

export const remindersRouter = router({
  list: tenantProcedure
    .input(ListRemindersInput)
    .output(ReminderList)
    .query(({ ctx, input }) => ctx.butler.reminders.list(ctx.caller, input)),
  create: tenantProcedure
    .input(CreateReminderInput)
    .output(Reminder)
    .mutation(({ ctx, input }) => ctx.butler.reminders.create(ctx.caller, input)),
  complete: tenantProcedure
    .input(ReminderIdInput)
    .output(Reminder)
    .mutation(({ ctx, input }) => ctx.butler.reminders.complete(ctx.caller, input.id)),
  snooze: tenantProcedure
    .input(SnoozeReminderInput)
    .output(Reminder)
    .mutation(({ ctx, input }) => ctx.butler.reminders.snooze(ctx.caller, input)),
  remove: tenantProcedure
    .input(ReminderIdInput)
    .mutation(({ ctx, input }) => ctx.butler.reminders.remove(ctx.caller, input.id)),
});
