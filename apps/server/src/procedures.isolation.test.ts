import { randomUUID } from 'node:crypto';
import { appRouter } from '@friendsai/api';
import { channels, toolCalls, withTenant } from '@friendsai/db';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type House, openHouse, type Person } from './testing/house.ts';

let house: House;
let owner: Person;
let stranger: Person;
let contactId: string;
let runId: string;
let tokenId: string;
let fileId: string;
let memoryId: string;
let reminderId: string;
let toolCallId: string;

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
  fileId = await store('a text');
  memoryId = (await owner.api.memory.write.mutate({ name: 'tea', text: 'green' })).id;
  reminderId = (await owner.api.reminders.create.mutate({ text: 'call', on: '2027-01-01' })).id;
  toolCallId = await insertToolCall(contact.id);
});
afterAll(() => house.close());

async function store(text: string): Promise<string> {
  const id = randomUUID();
  const response = await fetch(`${house.url}/files?id=${id}&contactId=${contactId}&name=a.txt`, {
    method: 'POST',
    headers: { authorization: `Bearer ${owner.token}` },
    body: text,
  });
  expect(response.status).toBe(200);
  return id;
}

async function insertToolCall(contact: string): Promise<string> {
  const { tenantId } = owner.caller;
  const id = randomUUID();
  await withTenant(house.db, owner.caller, async (tx) => {
    const [channel] = await tx.select().from(channels).where(eq(channels.contactId, contact));
    await tx.insert(toolCalls).values({
      tenantId,
      id,
      channelId: channel?.id ?? '',
      door: 'bridge',
      callKey: id,
      tool: 'note_add',
      risk: 'write',
      input: { text: 'x' },
      inputHash: 'h',
      state: 'awaiting-confirmation',
      asksBecause: 'setting',
    });
  });
  return id;
}

/** Inputs that are right for each procedure, with the owner's ids where it takes ids. New procedures must be added here. */
const inputs = (): Record<string, { input: unknown; takesIds: boolean }> => ({
  'account.me': { input: undefined, takesIds: false },
  'account.update': { input: { name: 'Ann' }, takesIds: false },
  'account.remove': { input: { email: 'nobody@example.com' }, takesIds: false },
  'account.tokens.create': { input: { name: 'x' }, takesIds: false },
  'account.tokens.list': { input: undefined, takesIds: false },
  'account.tokens.revoke': { input: { id: tokenId }, takesIds: true },
  'contacts.list': { input: {}, takesIds: false },
  'contacts.get': { input: { id: contactId }, takesIds: true },
  'contacts.create': { input: { name: 'x' }, takesIds: false },
  'contacts.update': { input: { id: contactId, name: 'x' }, takesIds: true },
  'contacts.archive': { input: { id: contactId }, takesIds: true },
  'contacts.timeline': { input: { id: contactId }, takesIds: true },
  'contacts.undo': { input: { toolCallId }, takesIds: true },
  'chat.send': { input: { contactId, text: 'x', clientMessageId: randomUUID() }, takesIds: true },
  'chat.history': { input: { contactId }, takesIds: true },
  'chat.read': { input: { contactId, position: 1 }, takesIds: true },
  'chat.unread': { input: { contactId }, takesIds: true },
  'chat.cancel': { input: { runId }, takesIds: true },
  'chat.retry': { input: { runId }, takesIds: true },
  // Decisions have a result each: what a stranger's comes to is looked at below.
  'chat.decideTool': { input: decision(), takesIds: false },
  'chat.waiting': { input: undefined, takesIds: false },
  'chat.trust': { input: { contactId }, takesIds: true },
  'files.list': { input: { contactId }, takesIds: true },
  'files.get': { input: { id: fileId }, takesIds: true },
  'files.remove': { input: { id: fileId }, takesIds: true },
  'memory.list': { input: undefined, takesIds: false },
  'memory.read': { input: { id: memoryId }, takesIds: true },
  'memory.write': { input: { id: memoryId, name: 'x', text: 'x' }, takesIds: true },
  'memory.remove': { input: { id: memoryId }, takesIds: true },
  'memory.search': { input: { query: 'green' }, takesIds: false },
  'reminders.list': { input: {}, takesIds: false },
  'reminders.create': { input: { contactId, text: 'x', on: '2027-01-01' }, takesIds: true },
  'reminders.complete': { input: { id: reminderId }, takesIds: true },
  'reminders.snooze': { input: { id: reminderId, on: '2027-01-02' }, takesIds: true },
  'reminders.remove': { input: { id: reminderId }, takesIds: true },
  'ops.audit.list': { input: {}, takesIds: false },
  'ops.audit.verify': { input: undefined, takesIds: false },
  'events.subscribe': { input: {}, takesIds: false },
  'events.poll': { input: { waitMs: 0 }, takesIds: false },
});

const decision = () => ({ decisions: [{ toolCallId, decision: 'approve' }] });

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
      .replaceAll(tokenId, randomUUID())
      .replaceAll(fileId, randomUUID())
      .replaceAll(memoryId, randomUUID())
      .replaceAll(reminderId, randomUUID())
      .replaceAll(toolCallId, randomUUID());
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

test('a stranger decides nothing, and sees nothing of what waits', async () => {
  const { body } = await call('chat.decideTool', 'mutation', decision(), stranger.token);
  expect(body).toContain('"NOT_FOUND"');
  expect(body).not.toContain('note_add');
  expect((await stranger.api.chat.waiting.query()).calls).toEqual([]);
  expect((await owner.api.chat.waiting.query()).calls.map(({ id }) => id)).toEqual([toolCallId]);
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
