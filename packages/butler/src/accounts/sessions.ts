import { apiTokens, type Database, users, withTenant } from '@friendsai/db';
import { type SignedIn, UserId } from '@friendsai/schema';
import { and, eq, isNull } from 'drizzle-orm';
import type { Caller } from '../caller.ts';
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

/** Who a personal access token stands for; null when it is none of ours or has been revoked. */
export async function callerOfToken(db: Database, token: string, requestId: string): Promise<Caller | null> {
  const tenantId = tenantOfToken(token);
  if (!tenantId) return null;
  const [row] = await withTenant(db, { tenantId }, (tx) =>
    tx
      .update(apiTokens)
      .set({ lastUsedAt: new Date() })
      .where(
        and(
          eq(apiTokens.tenantId, tenantId),
          eq(apiTokens.secretHash, hashToken(token)),
          isNull(apiTokens.revokedAt),
        ),
      )
      .returning({ userId: apiTokens.userId }),
  );
  return row ? { tenantId, userId: UserId.parse(row.userId), requestId } : null;
}
