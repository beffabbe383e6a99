import { Memory, MemoryIdInput, MemoryList, SearchMemoryInput, WriteMemoryInput } from '@friendsai/schema';
import { router, tenantProcedure } from '../trpc.ts';

export const memoryRouter = router({
  list: tenantProcedure.output(MemoryList).query(({ ctx }) => ctx.butler.memory.list(ctx.caller)),
  read: tenantProcedure
    .input(MemoryIdInput)
    .output(Memory)
    .query(({ ctx, input }) => ctx.butler.memory.read(ctx.caller, input.id)),
  write: tenantProcedure
    .input(WriteMemoryInput)
    .output(Memory)
    .mutation(({ ctx, input }) => ctx.butler.memory.write(ctx.caller, input)),
  remove: tenantProcedure
    .input(MemoryIdInput)
    .mutation(({ ctx, input }) => ctx.butler.memory.remove(ctx.caller, input.id)),
  search: tenantProcedure
    .input(SearchMemoryInput)
    .output(MemoryList)
    .query(({ ctx, input }) => ctx.butler.memory.search(ctx.caller, input)),
});
