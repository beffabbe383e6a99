import { randomUUID } from 'node:crypto';
import { type ContactId, NAME_MAX_CHARS } from '@friendsai/schema';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type House, openHouse, type Person } from './testing/house.ts';

let house: House;
let ann: Person;
let contactId: ContactId;

beforeAll(async () => {
  house = await openHouse();
  await house.services.butler.engine.drain();
  ann = await house.newPerson();
  contactId = (await ann.api.contacts.create.mutate({ name: 'Mei' })).id;
});
afterAll(() => house.close());

async function post(path: string, body: string | Uint8Array<ArrayBuffer>, contentType = 'application/json') {
  const response = await fetch(`${house.url}/trpc/${path}`, {
    method: 'POST',
    body,
    headers: { 'content-type': contentType, authorization: `Bearer ${ann.token}` },
  });
  const text = await response.text();
  return { status: response.status, code: /"friends":\{"code":"([A-Z_]+)"/.exec(text)?.[1], text };
}
const message = (fields: object) => JSON.stringify({ contactId, clientMessageId: randomUUID(), ...fields });

describe('what is wrong gets a stable code', () => {
  test.each<[string, string, () => string, string]>([
    ['empty text', 'chat.send', () => message({ text: '' }), 'INVALID_INPUT'],
    ['blank text', 'chat.send', () => message({ text: ' \n\t ' }), 'INVALID_INPUT'],
    ['nothing but control characters', 'chat.send', () => message({ text: '\u0000\u0007' }), 'INVALID_INPUT'],
    ['text above the limit', 'chat.send', () => message({ text: 'x'.repeat(20_001) }), 'INVALID_INPUT'],
    ['a number for text', 'chat.send', () => message({ text: 7 }), 'INVALID_INPUT'],
    ['a list for the input', 'chat.send', () => '[]', 'INVALID_INPUT'],
    ['no JSON', 'chat.send', () => '{', 'INVALID_INPUT'],
    ['no id at all', 'chat.send', () => JSON.stringify({ text: 'x' }), 'INVALID_INPUT'],
    [
      'an id that is none',
      'chat.send',
      () => message({ contactId: "1' or '1'='1", text: 'x' }),
      'INVALID_INPUT',
    ],
    ['an id of nobody', 'chat.send', () => message({ contactId: randomUUID(), text: 'x' }), 'NOT_FOUND'],
    [
      'a name above the limit',
      'contacts.create',
      () => JSON.stringify({ name: 'x'.repeat(NAME_MAX_CHARS + 1) }),
      'INVALID_INPUT',
    ],
    [
      'a birthday that is no day',
      'contacts.create',
      () => JSON.stringify({ name: 'x', birthday: '2023-02-30' }),
      'INVALID_INPUT',
    ],
    ['a cursor that is not ours', 'contacts.list', () => '', 'INVALID_INPUT'],
    ['a procedure that is not', 'contacts.nothing', () => '{}', 'NOT_FOUND'],
    ['a tenant id smuggled in', 'contacts.get', () => '', 'INVALID_INPUT'],
  ])('%s', async (_, path, body, code) => {
    if (body() === '') {
      const input = encodeURIComponent(JSON.stringify({ cursor: 'xx', id: 'xx', tenantId: randomUUID() }));
      const response = await fetch(`${house.url}/trpc/${path}?input=${input}`, {
        headers: { authorization: `Bearer ${ann.token}` },
      });
      expect(await response.text()).toContain(`"${code}"`);
      return;
    }
    const answer = await post(path, body());
    expect(answer.code, answer.text).toBe(code);
  });

  test.each<['name' | 'recent', string]>([
    ['recent', 'yesterday'],
    ['recent', '0000-01-01T00:00:00.000Z'],
    ['name', 'm\0'],
  ])('a cursor by %s that PostgreSQL would not read: %j', async (order, value) => {
    const cursor = Buffer.from(JSON.stringify([value, randomUUID()])).toString('base64url');
    await expect(ann.api.contacts.list.query({ order, cursor })).rejects.toMatchObject({
      data: { friends: { code: 'INVALID_INPUT' } },
    });
  });

  test('1 MB is refused as too large', async () => {
    const answer = await post('chat.send', message({ text: 'x'.repeat(1024 ** 2) }));
    expect([answer.status, answer.code]).toEqual([413, 'TOO_LARGE']);
  });

  test('nothing of it was written', async () => {
    const history = await ann.api.chat.history.query({ contactId });
    expect(history.messages).toEqual([]);
    expect((await ann.api.contacts.list.query({})).items).toHaveLength(1);
  });
});

describe('what only looks wrong just works', () => {
  test.each([
    ['an Arabic name', 'محمد بن عبد الله', 'محمد بن عبد الله'],
    ['emoji with joiners', '👩‍👩‍👧‍👦 Kim', '👩‍👩‍👧‍👦 Kim'],
    ['three hundred letters', 'ä'.repeat(300), 'ä'.repeat(300)],
    ['decomposed accents', 'Zoe\u0308', 'Zoë'],
    ['a control character inside', 'Me\u0000i', 'Mei'],
    ['a direction override', 'Mei\u202Egpj', 'Meigpj'],
    ['a line break', 'Mei\nLing', 'Mei Ling'],
    ['half of a surrogate pair', 'Mei \ud83d', 'Mei \ufffd'],
    ['SQL', "Robert'); DROP TABLE contacts;--", "Robert'); DROP TABLE contacts;--"],
  ])('%s', async (_, name, stored) => {
    const made = await ann.api.contacts.create.mutate({ name });
    expect((await ann.api.contacts.get.query({ id: made.id })).name).toBe(stored);
  });

  test('bytes that are no UTF-8 become replacement characters', async () => {
    const json = Buffer.from(message({ text: 'caf_' }));
    json[json.indexOf('_')] = 0xe9;
    const answer = await post('chat.send', new Uint8Array(json));
    expect(answer.status).toBe(200);
    const [stored] = (await ann.api.chat.history.query({ contactId })).messages;
    expect(stored?.text).toBe('caf\ufffd');
  });

  test('the longest message that is allowed', async () => {
    const text = '字'.repeat(20_000);
    expect((await post('chat.send', message({ text }))).status).toBe(200);
  });
});

test('50 identical sends at once store one message; another body under the same id is a conflict', async () => {
  const clientMessageId = randomUUID();
  const { id } = await ann.api.contacts.create.mutate({ name: 'Idempotent' });
  const input = { contactId: id, text: 'once', clientMessageId };
  const answers = await Promise.all(Array.from({ length: 50 }, () => ann.api.chat.send.mutate(input)));
  expect(new Set(answers.map((answer) => answer.messageId)).size).toBe(1);
  expect((await ann.api.chat.history.query({ contactId: id })).messages).toHaveLength(1);
  const other = await post('chat.send', JSON.stringify({ ...input, text: 'twice' }));
  expect([other.status, other.code]).toEqual([409, 'MESSAGE_CONFLICT']);
});

test('a page of a foreign origin may not act with the session', async () => {
  const response = await fetch(`${house.url}/trpc/contacts.create`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: 'https://evil.example' },
    body: JSON.stringify({ name: 'x' }),
  });
  expect(response.status).toBe(403);
});

test('signing in tells a wrong address and a wrong password alike, and is limited', async () => {
  const tries = async (email: string) => {
    const response = await fetch(`${house.url}/trpc/account.signIn`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password: 'wrong wrong wrong' }),
    });
    return (await response.text()).replace(/"requestId":"[^"]+"/, '').replace(/"retryAfterMs":\d+/, '');
  };
  const known = (await ann.api.account.me.query()).email;
  const unknown = `${randomUUID()}@example.com`;
  expect(await tries(known)).toBe(await tries(unknown));
  const answers = [];
  for (let n = 0; n < 10; n += 1) answers.push(await tries(unknown));
  expect(answers.at(-1)).toContain('RATE_LIMITED');
});
