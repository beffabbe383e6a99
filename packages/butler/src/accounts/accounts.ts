import {
  apiTokens,
  appendAudit,
  type Database,
  isUniqueViolation,
  oauthIdentities,
  tenants,
  users,
  withOauthIdentity,
  withSignIn,
  withTenant,
} from '@friendsai/db';
import {
  type Account,
  type CreatedToken,
  type CreateTokenInput,
  FriendsError,
  Locale,
  newId,
  type RegisterInput,
  type RemoveAccountInput,
  type SignedIn,
  type SignInInput,
  TenantId,
  type Token,
  TokenId,
  type UpdateAccountInput,
  UserId,
} from '@friendsai/schema';
import { and, desc, eq, isNull } from 'drizzle-orm';
import { actorOf, type Caller } from '../caller.ts';
import { hashPassword, passwordFits } from './password.ts';
import { createTenant } from './register.ts';
import type { Removal } from './removal.ts';
import { callerOfSession, callerOfToken } from './sessions.ts';
import type { SignInLimits } from './sign-in-limits.ts';
import { hashToken, mintToken } from './token.ts';

/** Where a request without a caller came from. */
type Origin = { requestId: string; peerAddress: string };

/** What an OAuth provider vouches for. */
export type OauthProfile = {
  provider: string;
  subject: string;
  email: string;
  emailVerified: boolean;
  name: string;
};

export type AccountsDeps = {
  db: Database;
  limits: SignInLimits;
  model: Account['model'];
  removal: Removal;
  /** Tells the tenant's other devices that the account changed. */
  announce: (caller: Caller) => Promise<void>;
};

/** Accounts, sessions and personal access tokens. */
export function createAccounts({ db, limits, model, removal, announce }: AccountsDeps) {
  /** The user of that address if the password fits. */
  async function authenticate(email: string, password: string): Promise<SignedIn | null> {
    const [user] = await withSignIn(db, email, (tx) => tx.select().from(users).where(eq(users.email, email)));
    const fits = await passwordFits(user?.passwordHash ?? null, password);
    return user && fits ? signedIn(user) : null;
  }

  /**
   * Opens an account. An address that is taken answers as a sign-in would: with the account when the password
   * fits, else with SIGN_IN_FAILED, so that registering tells no more about an address than signing in.
   */
  async function register(input: RegisterInput, origin: Origin): Promise<SignedIn> {
    await limits.consume(input.email, origin.peerAddress);
    const passwordHash = await hashPassword(input.password);
    try {
      const { email, name, locale } = input;
      const account = { email, name, locale, passwordHash, requestId: origin.requestId };
      return await createTenant(db, account, async () => {});
    } catch (error) {
      if (!isUniqueViolation(error, 'users_email')) throw error;
    }
    const existing = await authenticate(input.email, input.password);
    if (!existing) throw new FriendsError('SIGN_IN_FAILED');
    return existing;
  }

  /** Errors: SIGN_IN_FAILED for a wrong address or password alike, RATE_LIMITED. */
  async function signIn(input: SignInInput, origin: Origin): Promise<SignedIn> {
    await limits.consume(input.email, origin.peerAddress);
    const user = await authenticate(input.email, input.password);
    if (!user) throw new FriendsError('SIGN_IN_FAILED');
    await limits.forget(input.email);
    await withTenant(db, user, (tx) =>
      appendAudit(tx, user, {
        actor: `user:${user.userId}`,
        action: 'account.signed-in',
        subject: null,
        requestId: origin.requestId,
        detail: {},
      }),
    );
    return user;
  }

  /**
   * Signs in whom a provider vouches for, opening an account at the first time. An address that already has an
   * account is not joined to it: who holds the address at the provider need not be who registered here.
   */
  async function signInWithOauth(profile: OauthProfile, origin: Origin): Promise<SignedIn> {
    const { provider, subject, email, name } = profile;
    if (!profile.emailVerified) throw new FriendsError('SIGN_IN_FAILED');
    const [identity] = await withOauthIdentity(db, { provider, subject }, (tx) =>
      tx
        .select()
        .from(oauthIdentities)
        .where(and(eq(oauthIdentities.provider, provider), eq(oauthIdentities.subject, subject))),
    );
    if (identity) {
      const tenantId = TenantId.parse(identity.tenantId);
      const [user] = await withTenant(db, { tenantId }, (tx) =>
        tx
          .select()
          .from(users)
          .where(and(eq(users.tenantId, tenantId), eq(users.id, identity.userId))),
      );
      if (!user) throw new FriendsError('SIGN_IN_FAILED');
      return signedIn(user);
    }
    try {
      return await createTenant(
        db,
        { email, name, locale: 'zh-CN', passwordHash: null, requestId: origin.requestId },
        async (tx, tenantId, userId) => {
          await tx.insert(oauthIdentities).values({ tenantId, userId, provider, subject });
        },
      );
    } catch (error) {
      if (!isUniqueViolation(error, 'users_email')) throw error;
      throw new FriendsError('SIGN_IN_FAILED', { cause: error });
    }
  }

  async function me(caller: Caller): Promise<Account> {
    const [found] = await withTenant(db, caller, (tx) =>
      tx
        .select({ user: users, confirmWrites: tenants.confirmWrites })
        .from(users)
        .innerJoin(tenants, eq(tenants.id, users.tenantId))
        .where(and(eq(users.tenantId, caller.tenantId), eq(users.id, caller.userId))),
    );
    if (!found) throw new FriendsError('UNAUTHORIZED');
    const { user, confirmWrites } = found;
    return {
      userId: caller.userId,
      name: user.name,
      email: user.email,
      locale: Locale.parse(user.locale),
      createdAt: user.createdAt.toISOString(),
      confirmWrites,
      hasPassword: user.passwordHash !== null,
      model,
    };
  }

  async function update(caller: Caller, input: UpdateAccountInput): Promise<Account> {
    const change = {
      ...(input.name === undefined ? {} : { name: input.name }),
      ...(input.locale === undefined ? {} : { locale: input.locale }),
    };
    const { confirmWrites } = input;
    const fields = [...Object.keys(change), ...(confirmWrites === undefined ? [] : ['confirmWrites'])];
    if (fields.length > 0) {
      await withTenant(db, caller, async (tx) => {
        if (Object.keys(change).length > 0) {
          await tx
            .update(users)
            .set(change)
            .where(and(eq(users.tenantId, caller.tenantId), eq(users.id, caller.userId)));
        }
        if (confirmWrites !== undefined)
          await tx.update(tenants).set({ confirmWrites }).where(eq(tenants.id, caller.tenantId));
        await appendAudit(tx, caller, {
          actor: actorOf(caller),
          action: 'account.updated',
          subject: null,
          requestId: caller.requestId,
          detail: { fields },
        });
      });
      await announce(caller);
    }
    return me(caller);
  }

  async function createToken(caller: Caller, input: CreateTokenInput): Promise<CreatedToken> {
    const secret = mintToken(caller.tenantId);
    const id = newId(TokenId);
    const createdAt = new Date();
    await withTenant(db, caller, async (tx) => {
      await tx.insert(apiTokens).values({
        tenantId: caller.tenantId,
        id,
        userId: caller.userId,
        name: input.name,
        secretHash: hashToken(secret),
        createdAt,
      });
      await appendAudit(tx, caller, {
        actor: actorOf(caller),
        action: 'token.created',
        subject: `token:${id}`,
        requestId: caller.requestId,
        detail: {},
      });
    });
    return { id, name: input.name, createdAt: createdAt.toISOString(), lastUsedAt: null, secret };
  }

  /** Newest first; revoked ones are not shown. */
  async function listTokens(caller: Caller): Promise<Token[]> {
    const rows = await withTenant(db, caller, (tx) =>
      tx
        .select()
        .from(apiTokens)
        .where(and(eq(apiTokens.tenantId, caller.tenantId), isNull(apiTokens.revokedAt)))
        .orderBy(desc(apiTokens.createdAt)),
    );
    return rows.map((row) => ({
      id: TokenId.parse(row.id),
      name: row.name,
      createdAt: row.createdAt.toISOString(),
      lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    }));
  }

  /** Errors: NOT_FOUND when there is no such token that still counts. */
  async function revokeToken(caller: Caller, id: TokenId): Promise<void> {
    await withTenant(db, caller, async (tx) => {
      const revoked = await tx
        .update(apiTokens)
        .set({ revokedAt: new Date() })
        .where(
          and(eq(apiTokens.tenantId, caller.tenantId), eq(apiTokens.id, id), isNull(apiTokens.revokedAt)),
        )
        .returning({ id: apiTokens.id });
      if (revoked.length === 0) throw new FriendsError('NOT_FOUND');
      await appendAudit(tx, caller, {
        actor: actorOf(caller),
        action: 'token.revoked',
        subject: `token:${id}`,
        requestId: caller.requestId,
        detail: {},
      });
    });
  }

  return {
    register,
    signIn,
    signInWithOauth,
    me,
    update,
    createToken,
    listTokens,
    revokeToken,
    /** Erases the caller's tenant for good. Errors: CONFIRMATION_WRONG. */
    async remove(caller: Caller, input: RemoveAccountInput): Promise<void> {
      await limits.consumeProof(caller.userId);
      await removal.remove(caller, input);
    },
    callerOfSession: (session: Parameters<typeof callerOfSession>[1], requestId: string) =>
      callerOfSession(db, session, requestId),
    callerOfToken: (token: string, requestId: string) => callerOfToken(db, token, requestId),
  };
}

function signedIn(user: typeof users.$inferSelect): SignedIn {
  return {
    userId: UserId.parse(user.id),
    tenantId: TenantId.parse(user.tenantId),
    name: user.name,
    email: user.email,
    sessionVersion: user.sessionVersion,
  };
}
