import { createCipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { toolCalls, users, withTenant } from '@friendsai/db';
import { ERRORS } from '@friendsai/schema';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { agentWith } from './testing/agent.ts';
import { type House, openHouse, type Person } from './testing/house.ts';

let house: House;
let ann: Person;
let bob: Person;

beforeAll(async () => {
  house = await openHouse();
  await house.services.butler.engine.drain();
  [ann, bob] = await Promise.all([house.newPerson(), house.newPerson()]);
});
afterAll(() => house.close());

const listing = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' });

const knock = (headers: Record<string, string>, { method = 'POST', body = listing } = {}) =>
  fetch(`${house.url}/mcp`, {
    method,
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...headers,
    },
    ...(method === 'POST' ? { body } : {}),
  });
const ErrorBody = z.object({ error: z.object({ code: z.string() }) });
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

/** next-auth's session cookie, as our pages' browsers send it. */
async function cookieOf({ caller }: Person): Promise<string> {
  const [user] = await withTenant(house.db, caller, (tx) => tx.select().from(users));
  const secret = house.env.AUTH_SECRET;
  const key = hkdfSync('sha256', secret, '', 'NextAuth.js Generated Encryption Key', 32);
  const part = (bytes: string | Buffer) => Buffer.from(bytes).toString('base64url');
  const head = part(JSON.stringify({ alg: 'dir', enc: 'A256GCM' }));
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(key), iv).setAAD(Buffer.from(head));
  const { tenantId, userId } = caller;
  const claims = JSON.stringify({ tenantId, userId, sessionVersion: user?.sessionVersion });
  const sealed = Buffer.concat([cipher.update(claims), cipher.final()]);
  return `next-auth.session-token=${head}..${part(iv)}.${part(sealed)}.${part(cipher.getAuthTag())}`;
}

/** Nothing but the refusal itself. */
async function expectNothing(response: Response): Promise<void> {
  expect(response.status).toBe(401);
  expect(response.headers.get('www-authenticate')).toMatch(/^Bearer /);
  const { message, retryable } = ERRORS.UNAUTHORIZED;
  const requestId = response.headers.get('x-request-id');
  expect(await response.json()).toEqual({ error: { code: 'UNAUTHORIZED', message, retryable, requestId } });
}

test('no token, a wrong one, half of one, another kind: nothing', async () => {
  const swapped = ann.token.replace(/^fai_[0-9a-f]{32}/, bob.token.slice(0, 36));
  const attempts: Record<string, string>[] = [
    {},
    bearer('x'),
    bearer(`${ann.token}x`),
    bearer(ann.token.slice(0, -1)),
    bearer(swapped),
    { authorization: `Basic ${ann.token}` },
    { authorization: ann.token },
    { 'x-api-key': ann.token },
  ];
  for (const headers of attempts) {
    await expectNothing(await knock(headers));
    await expectNothing(await knock(headers, { method: 'GET' }));
  }
  await expect(agentWith(house, 'wrong')).rejects.toThrow();
});

test('a token that is revoked gets nothing from then on, in the middle of a conversation', async () => {
  const { id, secret } = await ann.api.account.tokens.create.mutate({ name: 'lost' });
  const agent = await agentWith(house, secret);
  expect(await agent.call('contact_find', { query: 'x' })).toMatchObject({ status: 'done' });
  await ann.api.account.tokens.revoke.mutate({ id });
  await expectNothing(await knock(bearer(secret)));
  await expect(agent.call('memory_write', { name: 'late', text: 'late' })).rejects.toThrow();
  expect((await ann.api.memory.list.query()).memories).toEqual([]);
});

test('a session cookie, good for our pages, opens nothing here', async () => {
  const cookie = await cookieOf(ann);
  const page = await fetch(`${house.url}/trpc/account.me`, { headers: { cookie } });
  expect(page.status).toBe(200);
  await expectNothing(await knock({ cookie }));
});

test.each(['https://evil.example', 'null', 'http://localhost:3000'])(
  'a page from %s does not come in, whatever token it brings, and may read no answer',
  async (origin) => {
    for (const method of ['POST', 'GET', 'OPTIONS']) {
      const response = await knock({ ...bearer(ann.token), origin }, { method });
      expect(response.status).toBe(403);
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
    }
  },
);

test('a body that is too large, no JSON, or a batch is refused; other methods are not known', async () => {
  const body = JSON.stringify({ ...JSON.parse(listing), params: { padding: 'x'.repeat(300_000) } });
  const errorOf = async (response: Response) => [
    response.status,
    ErrorBody.parse(await response.json()).error.code,
  ];
  expect(await errorOf(await knock(bearer(ann.token), { body }))).toEqual([413, 'TOO_LARGE']);
  for (const bad of ['{', '7', 'null', `[${listing},${listing}]`]) {
    expect(await errorOf(await knock(bearer(ann.token), { body: bad }))).toEqual([400, 'INVALID_INPUT']);
  }
  for (const method of ['GET', 'DELETE', 'PUT']) {
    expect((await knock(bearer(ann.token), { method })).status).toBe(405);
  }
});

test("another tenant's people do not exist: not to find, not to read, not to change, not to be told of", async () => {
  const { id: contactId } = await bob.api.contacts.create.mutate({ name: 'Secretive Sam', location: 'Oslo' });
  const agent = await agentWith(house, ann.token);
  const found = await agent.call('contact_find', { query: 'Sam' });
  expect(found.result).toEqual({ contacts: [] });
  const changes = [{ label: 'location', value: 'Rome', because: 'Rome' }];
  await ann.api.account.update.mutate({ confirmWrites: true });
  const asked = await agent.call('contact_update', { contactId, changes });
  expect(asked).toMatchObject({ status: 'waiting' });
  expect(JSON.stringify(await ann.api.chat.waiting.query())).not.toMatch(/Sam|Oslo/);
  await ann.api.account.update.mutate({ confirmWrites: false });
  for (const [tool, input] of [
    ['contact_get', {}],
    ['timeline_read', {}],
    ['contact_update', { changes }],
    ['note_add', { text: 'hello' }],
    ['reminder_create', { text: 'call', on: '2027-01-01' }],
    ['interaction_log', { kind: 'meal', on: '2026-11-23', summary: 'lunch' }],
    ['draft_propose', { text: 'hello' }],
  ] as const) {
    const answer = await agent.call(tool, { contactId, ...input });
    expect([tool, answer]).toEqual([tool, expect.objectContaining({ isError: true, code: 'NOT_FOUND' })]);
    expect(JSON.stringify(answer)).not.toMatch(/Sam|Oslo/);
  }
  expect(await bob.api.contacts.get.query({ id: contactId })).toMatchObject({ location: 'Oslo', note: null });
  const calls = await withTenant(house.db, bob.caller, (tx) => tx.select().from(toolCalls));
  expect(calls).toEqual([]);
});

test("one tenant's call id is not another's", async () => {
  const [first, second] = [await agentWith(house, ann.token), await agentWith(house, bob.token)];
  const input = { name: 'shared', text: 'of Ann' };
  expect(await first.call('memory_write', input, 'same')).toMatchObject({ status: 'done' });
  expect(await second.call('memory_write', { ...input, text: 'of Bob' }, 'same')).toMatchObject({
    status: 'done',
  });
  expect((await second.call('memory_read', { name: 'shared' })).result).toMatchObject({ text: 'of Bob' });
});
