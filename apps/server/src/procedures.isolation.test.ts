import { randomUUID } from 'node:crypto';
import { appRouter } from '@friendsai/api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type House, openHouse, type Person } from './testing/house.ts';

let house: House;
let owner: Person;
let stranger: Person;
let contactId: string;
let runId: string;
let tokenId: string;

beforeAll(async () => {
  house = await openHouse();
  // Nothing is answered here: what is asked for must be there before any model is.
  await house.services.butler.engine.drain();
  owner = await house.newPerson();
  stranger = await house.newPerson();
  const contact = await owner.api.contacts.create.mutate({ name: 'Mei' });
  contactId = contact.id;
  const sent = await owner.api.chat.send.mutate({
    contactId: contact.id,
    text: 'hello',
    clientMessageId: randomUUID(),
  });
  runId = sent.runId;
  tokenId = (await owner.api.account.tokens.create.mutate({ name: 'mine' })).id;
});
afterAll(() => house.close());

/** Inputs that are right for each procedure, with the owner's ids where it takes ids. New procedures must be added here. */
const inputs = (): Record<string, { input: unknown; takesIds: boolean }> => ({
  'account.me': { input: undefined, takesIds: false },
  'account.update': { input: { name: 'Ann' }, takesIds: false },
  'account.tokens.create': { input: { name: 'x' }, takesIds: false },
  'account.tokens.list': { input: undefined, takesIds: false },
  'account.tokens.revoke': { input: { id: tokenId }, takesIds: true },
  'contacts.list': { input: {}, takesIds: false },
  'contacts.get': { input: { id: contactId }, takesIds: true },
  'contacts.create': { input: { name: 'x' }, takesIds: false },
  'contacts.update': { input: { id: contactId, name: 'x' }, takesIds: true },
  'contacts.archive': { input: { id: contactId }, takesIds: true },
  'chat.send': { input: { contactId, text: 'x', clientMessageId: randomUUID() }, takesIds: true },
  'chat.history': { input: { contactId }, takesIds: true },
  'chat.read': { input: { contactId, position: 1 }, takesIds: true },
  'chat.unread': { input: { contactId }, takesIds: true },
  'chat.cancel': { input: { runId }, takesIds: true },
  'chat.retry': { input: { runId }, takesIds: true },
  'events.subscribe': { input: {}, takesIds: false },
  'events.poll': { input: { waitMs: 0 }, takesIds: false },
});

const PUBLIC = ['account.register', 'account.signIn'];
/** What tRPC keeps of a router and of a procedure; it has no public way to list them. */
const Router = z.object({ procedures: z.record(z.string(), z.unknown()) });
const Procedure = z.object({ type: z.enum(['query', 'mutation', 'subscription']) });
const definitionOf = (thing: unknown): unknown =>
  (typeof thing === 'object' || typeof thing === 'function') && thing !== null
    ? Reflect.get(thing, '_def')
    : null;
const procedures = Object.entries(Router.parse(definitionOf(appRouter)).procedures).map(
  ([path, procedure]) => ({
    path,
    ...Procedure.parse(definitionOf(procedure)),
  }),
);

async function call(path: string, type: string, input: unknown, token: string | null) {
  const query = type === 'mutation' ? '' : `?input=${encodeURIComponent(JSON.stringify(input ?? {}))}`;
  const response = await fetch(`${house.url}/trpc/${path}${query}`, {
    method: type === 'mutation' ? 'POST' : 'GET',
    headers: {
      'content-type': 'application/json',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(type === 'mutation' ? { body: JSON.stringify(input ?? {}) } : {}),
  });
  return { status: response.status, body: await response.text() };
}

test('every procedure is either public on purpose or has an input here', () => {
  expect(procedures.map(({ path }) => path).sort()).toEqual([...PUBLIC, ...Object.keys(inputs())].sort());
});

describe.each(procedures.filter(({ path }) => !PUBLIC.includes(path)))('$path', ({ path, type }) => {
  test.each([
    ['no session', null],
    ['a token that is none', 'fai_nonsense'],
    ['a token of a tenant that is not', `fai_${'0'.repeat(32)}_${'A'.repeat(43)}`],
  ])('refuses %s as UNAUTHORIZED', async (_, token) => {
    const { status, body } = await call(path, type, inputs()[path]?.input, token);
    // A stream's refusal is its first and only event: an EventSource cannot read the body of another status.
    expect(status).toBe(type === 'subscription' ? 200 : 401);
    expect(body).toContain('"UNAUTHORIZED"');
  });

  test("gives NOT_FOUND for another tenant's ids, as for ids that are nobody's", async () => {
    const entry = inputs()[path];
    if (!entry?.takesIds) return;
    const foreign = await call(path, type, entry.input, stranger.token);
    const nobodys = JSON.stringify(entry.input)
      .replaceAll(contactId, randomUUID())
      .replaceAll(runId, randomUUID())
      .replaceAll(tokenId, randomUUID());
    const absent = await call(path, type, JSON.parse(nobodys), stranger.token);
    expect(foreign.status).toBe(404);
    const withoutRequestId = (text: string) => text.replace(/"requestId":"[^"]+"/, '');
    expect(withoutRequestId(foreign.body)).toBe(withoutRequestId(absent.body));
  });
});

test('a revoked token is no token', async () => {
  const person = await house.newPerson();
  const second = await person.api.account.tokens.create.mutate({ name: 'second' });
  expect((await call('account.me', 'query', undefined, second.secret)).status).toBe(200);
  await person.api.account.tokens.revoke.mutate({ id: second.id });
  expect((await call('account.me', 'query', undefined, second.secret)).status).toBe(401);
});

test('what a stranger tried has changed nothing', async () => {
  expect(
    (
      await owner.api.contacts.get.query({
        id: (await owner.api.contacts.list.query({})).items[0]?.id ?? neverId(),
      })
    ).name,
  ).toBe('Mei');
  expect((await stranger.api.contacts.list.query({})).items.map((contact) => contact.name)).not.toContain(
    'Mei',
  );
});

function neverId(): never {
  throw new Error('the owner has no contact');
}
