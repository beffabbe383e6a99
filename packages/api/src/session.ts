import { hkdfSync } from 'node:crypto';
import { SignedIn } from '@friendsai/schema';
import { jwtDecrypt } from 'jose';

/** The session's claims that the server relies on; next-auth's jwt callback puts them there. */
const SessionClaims = SignedIn.pick({ userId: true, tenantId: true, sessionVersion: true });
export type Session = ReturnType<typeof SessionClaims.parse>;

const COOKIE_NAMES = ['__Secure-next-auth.session-token', 'next-auth.session-token'];

/** next-auth 4's key: HKDF-SHA256 of the secret with no salt and a fixed info (its documented default). */
function keyOf(authSecret: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', authSecret, '', 'NextAuth.js Generated Encryption Key', 32));
}

/** The cookie's value; a value above 4 KB comes in numbered pieces, `name.0`, `name.1`. */
function cookieValue(cookieHeader: string, name: string): string | null {
  const pieces: { index: number; value: string }[] = [];
  for (const pair of cookieHeader.split(';')) {
    const [rawKey = '', ...rest] = pair.split('=');
    const key = rawKey.trim();
    const value = rest.join('=').trim();
    if (key === name) return value;
    const index = key.startsWith(`${name}.`) ? Number(key.slice(name.length + 1)) : Number.NaN;
    if (Number.isInteger(index)) pieces.push({ index, value });
  }
  if (pieces.length === 0) return null;
  return pieces
    .sort((a, b) => a.index - b.index)
    .map((piece) => piece.value)
    .join('');
}

/** Reads next-auth's encrypted session cookie. Null when there is none or it is not ours, altered or expired. */
export async function readSession(
  cookieHeader: string | undefined,
  authSecret: string,
): Promise<Session | null> {
  if (!cookieHeader) return null;
  for (const name of COOKIE_NAMES) {
    const value = cookieValue(cookieHeader, name);
    if (!value) continue;
    const decrypted = await jwtDecrypt(value, keyOf(authSecret), {
      contentEncryptionAlgorithms: ['A256GCM'],
      keyManagementAlgorithms: ['dir'],
      clockTolerance: 15,
    }).catch(() => null);
    const claims = SessionClaims.safeParse(decrypted?.payload);
    if (claims.success) return claims.data;
  }
  return null;
}
