import { apiTokens, type Database, users, withTenant } from '@friendsai/db';
import { type SignedIn, TokenId, UserId } from '@friendsai/schema';
import { and, eq, isNull } from 'drizzle-orm';
import type { Caller, TokenCaller } from '../caller.ts';
import { hashToken, tenantOfToken } from './token.ts';

type Session = Pick<SignedIn, 'userId' | 'tenantId' | 'sessionVersion'>;

/** Who a session stands for; null when the user is gone or has ended their sessions since. */
export async function callerOfSession(
  db: Database,
  session: Session,
  requestId: string,
): Promise<Caller | null> {
  const [user] = await withTenant(db, session, (tx) =>
    tx
      .select({ id: users.id })
      .from(users)
      .where(
        and(
          eq(users.tenantId, session.tenantId),
          eq(users.id, session.userId),
          eq(users.sessionVersion, session.sessionVersion),
        ),
      ),
  );
  return user ? { tenantId: session.tenantId, userId: session.userId, requestId } : null;
}

/** How exactly it is known when a token was last used. */
const LAST_USED_WITHIN_MS = 60_000;

/** Who a personal access token stands for; null when it is none of ours or has been revoked. */
export async function callerOfToken(
  db: Database,
  token: string,
  requestId: string,
): Promise<TokenCaller | null> {
  const tenantId = tenantOfToken(token);
  if (!tenantId) return null;
  const isToken = and(
    eq(apiTokens.tenantId, tenantId),
    eq(apiTokens.secretHash, hashToken(token)),
    isNull(apiTokens.revokedAt),
  );
  const row = await withTenant(db, { tenantId }, async (tx) => {
    const [found] = await tx.select().from(apiTokens).where(isToken);
    const lastUsedMs = found?.lastUsedAt?.getTime() ?? 0;
    // Not for each request: those of one token would wait for each other.
    if (found && Date.now() - lastUsedMs > LAST_USED_WITHIN_MS)
      await tx.update(apiTokens).set({ lastUsedAt: new Date() }).where(isToken);
    return found;
  });
  return row
    ? { tenantId, userId: UserId.parse(row.userId), tokenId: TokenId.parse(row.id), requestId }
    : null;
}
