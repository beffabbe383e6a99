import type { IncomingHttpHeaders } from 'node:http';
import type { Butler, Caller } from '@friendsai/butler';
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
    const bearer = headers.authorization?.match(/^Bearer (\S+)$/)?.[1];
    if (bearer !== undefined) return butler.accounts.callerOfToken(bearer, requestId);
    const session = await readSession(headers.cookie, authSecret);
    return session && butler.accounts.callerOfSession(session, requestId);
  };
}
