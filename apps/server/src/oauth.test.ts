import { createHmac, hkdfSync, randomUUID } from 'node:crypto';
import { SignedIn } from '@friendsai/schema';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type House, openHouse } from './testing/house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const profile = (change: object = {}) => ({
  provider: 'github',
  subject: randomUUID(),
  email: `${randomUUID()}@example.com`,
  emailVerified: true,
  name: 'Ann',
  at: new Date().toISOString(),
  ...change,
});

/** As the apps' servers vouch: a signature over the body, with a key that follows from the shared secret. */
async function vouch(body: object, secret = house.env.AUTH_SECRET) {
  const text = JSON.stringify(body);
  const key = new Uint8Array(hkdfSync('sha256', secret, '', 'friendsai internal', 32));
  const response = await fetch(`${house.url}/internal/oauth-sign-in`, {
    method: 'POST',
    body: text,
    headers: { 'x-friendsai-signature': createHmac('sha256', key).update(text).digest('hex') },
  });
  return { status: response.status, body: await response.json() };
}

test('whom a provider vouches for gets an account, and the same one the next time', async () => {
  const ann = profile();
  const first = SignedIn.parse((await vouch(ann)).body);
  const again = SignedIn.parse((await vouch({ ...ann, at: new Date().toISOString() })).body);
  expect(again).toEqual(first);
});

test.each([
  ['a forged signature', {}, 'another secret that is quite long enough', 401],
  ['an old voucher', { at: new Date(Date.now() - 120_000).toISOString() }, null, 401],
  ['an address that nobody has verified', { emailVerified: false }, null, 401],
  ['a provider that is not ours', { provider: 'elsewhere' }, null, 400],
])('%s opens nothing', async (_, change, secret, status) => {
  expect((await vouch(profile(change), secret ?? house.env.AUTH_SECRET)).status).toBe(status);
});

test('an address that has an account is not joined to whoever holds it at a provider', async () => {
  const ann = await house.newPerson();
  const { email } = await ann.api.account.me.query();
  expect(await vouch(profile({ email }))).toMatchObject({
    status: 401,
    body: { error: { code: 'SIGN_IN_FAILED' } },
  });
});
