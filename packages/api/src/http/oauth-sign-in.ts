import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Butler } from '@friendsai/butler';
import { Email, FriendsError, lineInput, NAME_MAX_CHARS, type SignedIn } from '@friendsai/schema';
import { z } from 'zod';
import { readBody } from './body.ts';
import { sendJson } from './json.ts';

const MAX_BODY_BYTES = 10_000;
/** A vouching that was seen on the wire is of no use a minute later. */
const MAX_AGE_MS = 60_000;

const Profile = z.object({
  provider: z.enum(['github', 'google']),
  subject: z.string().min(1).max(255),
  email: Email,
  emailVerified: z.boolean(),
  name: lineInput(NAME_MAX_CHARS),
  at: z.iso.datetime(),
});

function signatureOf(body: Buffer, authSecret: string): Buffer {
  const key = new Uint8Array(hkdfSync('sha256', authSecret, '', 'friendsai internal', 32));
  return createHmac('sha256', key).update(body).digest();
}

/** `POST /internal/oauth-sign-in`: our own pages' servers vouch for whom an OAuth provider has signed in. */
export async function handleOauthSignIn(
  req: IncomingMessage,
  res: ServerResponse,
  { butler, authSecret, requestId }: { butler: Butler; authSecret: string; requestId: string },
): Promise<void> {
  const body = await readBody(req, MAX_BODY_BYTES);
  const given = Buffer.from(String(req.headers['x-friendsai-signature'] ?? ''), 'hex');
  const expected = signatureOf(body, authSecret);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new FriendsError('UNAUTHORIZED');
  }
  const profile = Profile.safeParse(JSON.parse(body.toString('utf8')));
  if (!profile.success) throw new FriendsError('INVALID_INPUT', { cause: profile.error });
  if (Math.abs(Date.now() - Date.parse(profile.data.at)) > MAX_AGE_MS) throw new FriendsError('UNAUTHORIZED');
  const signedIn: SignedIn = await butler.accounts.signInWithOauth(profile.data, {
    requestId,
    peerAddress: req.socket.remoteAddress ?? 'unknown',
  });
  sendJson(res, 200, signedIn);
}
