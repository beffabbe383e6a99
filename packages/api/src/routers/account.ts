import {
  Account,
  CreatedToken,
  CreateTokenInput,
  RegisterInput,
  RemoveAccountInput,
  RevokeTokenInput,
  SignedIn,
  SignInInput,
  Token,
  UpdateAccountInput,
} from '@friendsai/schema';
import { z } from 'zod';
import { publicProcedure, router, tenantProcedure } from '../trpc.ts';

const tokens = router({
  create: tenantProcedure
    .input(CreateTokenInput)
    .output(CreatedToken)
    .mutation(({ ctx, input }) => ctx.butler.accounts.createToken(ctx.caller, input)),
  list: tenantProcedure.output(z.array(Token)).query(({ ctx }) => ctx.butler.accounts.listTokens(ctx.caller)),
  revoke: tenantProcedure
    .input(RevokeTokenInput)
    .mutation(({ ctx, input }) => ctx.butler.accounts.revokeToken(ctx.caller, input.id)),
});

export const accountRouter = router({
  register: publicProcedure
    .input(RegisterInput)
    .output(SignedIn)
    .mutation(({ ctx, input }) => ctx.butler.accounts.register(input, ctx)),
  signIn: publicProcedure
    .input(SignInInput)
    .output(SignedIn)
    .mutation(({ ctx, input }) => ctx.butler.accounts.signIn(input, ctx)),
  me: tenantProcedure.output(Account).query(({ ctx }) => ctx.butler.accounts.me(ctx.caller)),
  update: tenantProcedure
    .input(UpdateAccountInput)
    .output(Account)
    .mutation(({ ctx, input }) => ctx.butler.accounts.update(ctx.caller, input)),
  /** Erases the tenant: what is left is nothing. */
  remove: tenantProcedure
    .input(RemoveAccountInput)
    .mutation(({ ctx, input }) => ctx.butler.accounts.remove(ctx.caller, input)),
  tokens,
});
