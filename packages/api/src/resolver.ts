import type { IncomingHttpHeaders } from 'node:http';
import type { Butler, Caller, TokenCaller } from '@friendsai/butler';
import { readSession } from './session.ts';

/**
 * The only place where a request becomes a tenant: from the session cookie that next-auth made, or from a
 * personal access token. Null when there is neither or when it no longer counts; never an error, so that a
 * client cannot tell a wrong token from an old one.
 */
export function createResolver(butler: Butler, authSecret: string) {
  return async function resolveCaller(
    headers: IncomingHttpHeaders,
    requestId: string,
  ): Promise<Caller | null> {
    // A cookie comes along with whatever a page sends; who names an authorization means that and nothing else.
    if (headers.authorization !== undefined) return resolveToken(butler, headers, requestId);
    const session = await readSession(headers.cookie, authSecret);
    return session && butler.accounts.callerOfSession(session, requestId);
  };
}

/** As the resolver, but a session cookie counts for nothing: for what no page may reach with it. */
export async function resolveToken(
  butler: Butler,
  headers: IncomingHttpHeaders,
  requestId: string,
): Promise<TokenCaller | null> {
  const bearer = bearerOf(headers);
  return bearer === undefined ? null : butler.accounts.callerOfToken(bearer, requestId);
}

const bearerOf = ({ authorization }: IncomingHttpHeaders): string | undefined =>
  authorization?.match(/^Bearer (\S+)$/)?.[1];
