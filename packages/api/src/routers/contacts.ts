import {
  ArchiveContactInput,
  Contact,
  ContactIdInput,
  ContactPage,
  ContactProfile,
  CreateContactInput,
  ListContactsInput,
  Timeline,
  TimelineInput,
  ToolCallView,
  UndoInput,
  UpdateContactInput,
} from '@friendsai/schema';
import { router, tenantProcedure } from '../trpc.ts';

export const contactsRouter = router({
  list: tenantProcedure
    .input(ListContactsInput)
    .output(ContactPage)
    .query(({ ctx, input }) => ctx.butler.contacts.list(ctx.caller, input)),
  get: tenantProcedure
    .input(ContactIdInput)
    .output(ContactProfile)
    .query(({ ctx, input }) => ctx.butler.contacts.get(ctx.caller, input.id)),
  create: tenantProcedure
    .input(CreateContactInput)
    .output(Contact)
    .mutation(({ ctx, input }) => ctx.butler.contacts.create(ctx.caller, input)),
  update: tenantProcedure
    .input(UpdateContactInput)
    .output(Contact)
    .mutation(({ ctx, input }) => ctx.butler.contacts.update(ctx.caller, input)),
  archive: tenantProcedure
    .input(ArchiveContactInput)
    .output(Contact)
    .mutation(({ ctx, input }) => ctx.butler.contacts.archive(ctx.caller, input)),
  timeline: tenantProcedure
    .input(TimelineInput)
    .output(Timeline)
    .query(({ ctx, input }) => ctx.butler.contacts.timeline(ctx.caller, input)),
  /** Takes back what a tool call wrote, whole or one change of it. */
  undo: tenantProcedure
    .input(UndoInput)
    .output(ToolCallView)
    .mutation(({ ctx, input }) => ctx.butler.toolCalls.undo(ctx.caller, input)),
});
