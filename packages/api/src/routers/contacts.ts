import {
  ArchiveContactInput,
  Contact,
  ContactIdInput,
  ContactPage,
  CreateContactInput,
  ListContactsInput,
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
    .output(Contact)
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
});
