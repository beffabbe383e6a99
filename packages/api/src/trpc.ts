import { FriendsError } from '@friendsai/schema';
import { initTRPC } from '@trpc/server';
import type { Context } from './context.ts';
import { errorShape, toTrpcError } from './errors.ts';

/** The manners of our event streams, for whatever writes them. */
export const SSE = {
  // Below the 15 s after which some phones' networks and web views cut a silent stream.
  ping: { enabled: true, intervalMs: 10_000 },
  client: { reconnectAfterInactivityMs: 25_000 },
};

const t = initTRPC.context<Context>().create({
  errorFormatter: ({ shape, error, ctx }) => {
    const friends = errorShape(error, ctx?.requestId ?? 'none');
    return {
      message: friends.message,
      code: shape.code,
      data: { code: shape.data.code, httpStatus: shape.data.httpStatus, friends },
    };
  },
  sse: SSE,
});

const friendlyErrors = t.middleware(async ({ next }) => {
  const result = await next();
  if (!result.ok && result.error.cause instanceof FriendsError) throw toTrpcError(result.error.cause);
  return result;
});

export const { router } = t;

/** For registration and sign-in only: everything else needs a tenant. */
export const publicProcedure = t.procedure.use(friendlyErrors);

/** Business procedures: refuses a request whose caller the resolver could not name. */
export const tenantProcedure = publicProcedure.use(({ ctx, next }) => {
  if (!ctx.caller) throw toTrpcError(new FriendsError('UNAUTHORIZED'));
  return next({ ctx: { ...ctx, caller: ctx.caller } });
});
