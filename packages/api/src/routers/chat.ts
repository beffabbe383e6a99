import {
  DecideInput,
  DecideResult,
  HistoryInput,
  HistoryPage,
  ReadInput,
  RetryResult,
  RunInput,
  SendInput,
  SendResult,
  TrustInput,
  UnreadCount,
  UnreadInput,
  WaitingCalls,
} from '@friendsai/schema';
import { router, tenantProcedure } from '../trpc.ts';

export const chatRouter = router({
  send: tenantProcedure
    .input(SendInput)
    .output(SendResult)
    .mutation(({ ctx, input }) => ctx.butler.chat.send(ctx.caller, input)),
  history: tenantProcedure
    .input(HistoryInput)
    .output(HistoryPage)
    .query(({ ctx, input }) => ctx.butler.chat.history(ctx.caller, input)),
  read: tenantProcedure
    .input(ReadInput)
    .mutation(({ ctx, input }) => ctx.butler.chat.read(ctx.caller, input)),
  unread: tenantProcedure
    .input(UnreadInput)
    .output(UnreadCount)
    .query(({ ctx, input }) => ctx.butler.chat.unread(ctx.caller, input)),
  cancel: tenantProcedure
    .input(RunInput)
    .mutation(({ ctx, input }) => ctx.butler.chat.cancel(ctx.caller, input.runId)),
  retry: tenantProcedure
    .input(RunInput)
    .output(RetryResult)
    .mutation(({ ctx, input }) => ctx.butler.chat.retry(ctx.caller, input.runId)),
  /** The user's yes or no to what waits for it. */
  decideTool: tenantProcedure
    .input(DecideInput)
    .output(DecideResult)
    .mutation(({ ctx, input }) => ctx.butler.toolCalls.decide(ctx.caller, input)),
  waiting: tenantProcedure.output(WaitingCalls).query(({ ctx }) => ctx.butler.toolCalls.waiting(ctx.caller)),
  trust: tenantProcedure
    .input(TrustInput)
    .mutation(({ ctx, input }) => ctx.butler.chat.trust(ctx.caller, input.contactId)),
});
