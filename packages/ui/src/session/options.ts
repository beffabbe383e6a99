import { createHmac, hkdfSync } from 'node:crypto';
import type { AppRouter } from '@friendsai/api/client';
import { errorOf } from '@friendsai/api/client/error-of';
import { SignedIn } from '@friendsai/schema';
import { createTRPCClient, httpLink } from '@trpc/client';
import type { NextAuthOptions } from 'next-auth';
import CredentialsProvider from 'next-auth/providers/credentials';
import GitHubProvider from 'next-auth/providers/github';
import GoogleProvider from 'next-auth/providers/google';
import { z } from 'zod';
import { type SessionEnv, sessionEnv } from './env.ts';

/** A month: a phone that is looked at now and then stays signed in. */
const SESSION_MAX_AGE_SEC = 30 * 24 * 60 * 60;

/** Asks the server for the account of somebody whom a provider has signed in; our signature vouches for the provider's word. */
async function signInWithOauth(env: SessionEnv, profile: Record<string, unknown>): Promise<SignedIn> {
  const body = JSON.stringify({ ...profile, at: new Date().toISOString() });
  const key = new Uint8Array(hkdfSync('sha256', env.AUTH_SECRET, '', 'friendsai internal', 32));
  const response = await fetch(`${env.API_URL}/internal/oauth-sign-in`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-friendsai-signature': createHmac('sha256', key).update(body).digest('hex'),
    },
  });
  if (!response.ok) throw new Error('SIGN_IN_FAILED');
  return SignedIn.parse(await response.json());
}

/** next-auth for both apps. The session is an encrypted cookie that the server reads too; see docs/architecture.md. */
export function authOptions(): NextAuthOptions {
  const env = sessionEnv();
  const server = createTRPCClient<AppRouter>({ links: [httpLink({ url: `${env.API_URL}/trpc` })] });
  return {
    secret: env.AUTH_SECRET,
    session: { strategy: 'jwt', maxAge: SESSION_MAX_AGE_SEC },
    pages: { signIn: '/sign-in', error: '/sign-in' },
    providers: [
      CredentialsProvider({
        credentials: { email: {}, password: {} },
        async authorize(credentials) {
          try {
            const { email = '', password = '' } = credentials ?? {};
            const user = await server.account.signIn.mutate({ email, password });
            return { id: user.userId, ...user };
          } catch (error) {
            // The code travels to the form, which says it in the reader's language.
            throw new Error(errorOf(error)?.code ?? 'DEPENDENCY_UNAVAILABLE');
          }
        },
      }),
      ...(env.GITHUB_ID && env.GITHUB_SECRET
        ? [GitHubProvider({ clientId: env.GITHUB_ID, clientSecret: env.GITHUB_SECRET })]
        : []),
      ...(env.GOOGLE_ID && env.GOOGLE_SECRET
        ? [GoogleProvider({ clientId: env.GOOGLE_ID, clientSecret: env.GOOGLE_SECRET })]
        : []),
    ],
    callbacks: {
      async jwt({ token, user, account, profile }) {
        if (!account) return token;
        if (account.type === 'credentials') return { ...token, ...SignedIn.parse(user) };
        const signedIn = await signInWithOauth(env, {
          provider: account.provider,
          subject: account.providerAccountId,
          email: user.email,
          // GitHub gives only an address that it has verified; Google says which.
          emailVerified: account.provider === 'github' || isVerified(profile),
          name: user.name ?? user.email,
        });
        return { ...token, ...signedIn };
      },
      // The page needs no more of the session than whose it is.
      session: ({ session, token }) => ({ expires: session.expires, accountId: token['userId'] }),
    },
  };
}

const Session = z.object({ accountId: z.string() });

/** Whose session it is; null when there is none. */
export const accountIdOf = (session: unknown): string | null =>
  Session.safeParse(session).data?.accountId ?? null;

function isVerified(profile: unknown): boolean {
  return (
    typeof profile === 'object' &&
    profile !== null &&
    'email_verified' in profile &&
    profile.email_verified === true
  );
}
