import { cursorOf, PollInput, SubscribeInput } from '@friendsai/schema';
import { tracked } from '@trpc/server';
import { router, tenantProcedure } from '../trpc.ts';

export const eventsRouter = router({
  /** The tenant's whole stream: one subscription per device, for all channels. Resumes from any cursor. */
  subscribe: tenantProcedure.input(SubscribeInput).subscription(async function* ({ ctx, input, signal }) {
    const after = input.lastEventId ?? input.after ?? null;
    for await (const event of ctx.butler.stream.subscribe(ctx.caller, after, signal)) {
      yield tracked(cursorOf(event), event);
    }
  }),

  /** The same stream for browsers that let no stream through: what follows the cursor, as soon as there is something. */
  poll: tenantProcedure.input(PollInput).query(({ ctx, input, signal }) => {
    const patience = AbortSignal.timeout(input.waitMs);
    return ctx.butler.stream.next(
      ctx.caller,
      input.after ?? null,
      signal ? AbortSignal.any([signal, patience]) : patience,
    );
  }),
});
