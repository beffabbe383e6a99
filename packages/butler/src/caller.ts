import type { TenantId, TokenId, UserId } from '@friendsai/schema';

/** Who is asking, as the tenant resolver found it. Nothing business-like runs without one. */
export type Caller = {
  readonly tenantId: TenantId;
  readonly userId: UserId;
  readonly requestId: string;
};

/** Who asks with a personal access token, and with which. */
export type TokenCaller = Caller & { readonly tokenId: TokenId };

/** How the audit trail names who asks: a program that has a token of the user's is not the user. */
export const actorOf = (caller: Caller | TokenCaller): string =>
  'tokenId' in caller ? `token:${caller.tokenId}` : `user:${caller.userId}`;
