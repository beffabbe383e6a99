import { randomUUID } from 'node:crypto';
import { toolCalls, withTenant } from '@friendsai/db';
import { createLimiter, createRedis, tenantKey } from '@friendsai/redis';
import { type ContactId, JOURNAL, ToolCallId } from '@friendsai/schema';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Agent, agentWith } from './testing/agent.ts';
import { type House, openHouse, type Person } from './testing/house.ts';

let house: House;
let ann: Person;
let agent: Agent;
let mei: ContactId;

beforeAll(async () => {
  house = await openHouse();
  // The butler is not asked: outside agents do without it.
  await house.services.butler.engine.drain();
  ann = await house.newPerson();
  agent = await agentWith(house, ann.token);
  mei = (await ann.api.contacts.create.mutate({ name: 'Mei', location: 'Beijing' })).id;
});
afterAll(() => house.close());

test('the stock client lists the tools, with what they take and how far they go', async () => {
  const { tools } = await agent.client.listTools();
  const byName = new Map(tools.map((tool) => [tool.name, tool]));
  expect(byName.get('contact_find')).toMatchObject({
    inputSchema: { type: 'object', required: ['query'] },
    annotations: { readOnlyHint: true, destructiveHint: false },
  });
  expect(byName.get('contact_update')?.annotations).toMatchObject({ readOnlyHint: false });
  expect(byName.has('journal_concerns')).toBe(false);
});

test('it calls them: finds a person, writes down what is so now, reminds, remembers', async () => {
  const found = await agent.call('contact_find', { query: 'mei' });
  expect(found).toMatchObject({
    isError: false,
    status: 'done',
    result: { contacts: [{ id: mei, name: 'Mei' }] },
  });
  const changes = [{ label: 'location', value: 'Shanghai', because: 'she moved to Shanghai' }];
  expect(await agent.call('contact_update', { contactId: mei, changes })).toMatchObject({ status: 'done' });
  expect((await ann.api.contacts.get.query({ id: mei })).location).toBe('Shanghai');

  const reminder = { contactId: mei, text: 'call her', on: '2027-03-01' };
  expect(await agent.call('reminder_create', reminder)).toMatchObject({ status: 'done' });
  expect((await ann.api.reminders.list.query({ contactId: mei })).reminders).toMatchObject([
    { text: 'call her' },
  ]);

  await agent.call('memory_write', { name: 'coffee', text: 'meets people over coffee' });
  const memories = { memories: [{ name: 'coffee' }] };
  expect(await agent.call('memory_search', { query: 'coffee' })).toMatchObject({ result: memories });

  const rows = await withTenant(house.db, ann.caller, (tx) => tx.select().from(toolCalls));
  const update = rows.find(({ tool }) => tool === 'contact_update');
  expect(update).toMatchObject({ door: 'mcp', runId: null, messageId: null });
  const [token] = await ann.api.account.tokens.list.query();
  const { entries } = await house.services.butler.audit.list(ann.caller, { limit: 50 });
  expect(entries).toContainEqual(
    expect.objectContaining({
      action: 'tool.succeeded',
      actor: `token:${token?.id}`,
      subject: `tool-call:${update?.id}`,
    }),
  );
  // By whatever door: a program is not the user.
  expect(
    entries.filter(({ actor, action }) => actor.startsWith('user:') && action !== 'token.created'),
  ).toEqual([expect.objectContaining({ action: 'account.registered' })]);
  await ann.api.contacts.undo.mutate({ toolCallId: ToolCallId.parse(update?.id) });
  expect((await ann.api.contacts.get.query({ id: mei })).location).toBe('Beijing');
});

test('what is wrong with an input is said, and nothing is done', async () => {
  const wrong = await agent.call('reminder_create', { text: 'x', on: 'tomorrow', why: 'so' });
  expect(wrong).toMatchObject({ isError: true, status: 'failed', code: 'INVALID_INPUT' });
  expect(wrong.message).toMatch(/on/);
  expect(await agent.call('contact_update', { changes: [] })).toMatchObject({ code: 'INVALID_INPUT' });
  expect(await agent.call('no_such_tool', {})).toMatchObject({ isError: true, code: 'NOT_FOUND' });
  expect(await agent.call('journal_concerns', { contactIds: [mei] })).toMatchObject({ code: 'NOT_FOUND' });
  const badId = await agent.call('memory_write', { name: 'bad', text: 'bad' }, 'not an id');
  expect(badId).toMatchObject({ isError: true, code: 'INVALID_INPUT' });
});

test('a call that is asked for again under its id, even at once, is done once', async () => {
  const input = { text: 'water the plants', on: '2027-05-05' };
  const ask = () => agent.call('reminder_create', input, 'plants-1');
  const [first, second] = await Promise.all([ask(), ask()]);
  expect(first).toMatchObject({ status: 'done' });
  expect([second, await ask()]).toEqual([first, first]);
  const all = async () => (await ann.api.reminders.list.query({})).reminders.map(({ text }) => text);
  expect((await all()).filter((text) => text === input.text)).toHaveLength(1);
  const other = await agent.call('reminder_create', { ...input, text: 'something else' }, 'plants-1');
  expect(other).toMatchObject({ isError: true, code: 'TOOL_CALL_CONFLICT' });
  expect(await all()).not.toContain('something else');
});

test('with the setting a write waits for the user; their yes is carried out once, and the agent hears of it', async () => {
  await ann.api.account.update.mutate({ confirmWrites: true });
  const ask = () => agent.call('note_add', { contactId: mei, text: 'prefers mornings' }, 'note-1');
  expect(await ask()).toMatchObject({ isError: false, status: 'waiting' });
  expect(await ask()).toMatchObject({ status: 'waiting' });
  const { calls } = await ann.api.chat.waiting.query();
  expect(calls).toMatchObject([
    { tool: 'note_add', contactId: JOURNAL, asksBecause: 'setting', details: [{ value: 'Mei' }, {}] },
  ]);
  const decisions = calls.map(({ id }) => ({ toolCallId: id, decision: 'approve' as const }));
  expect((await ann.api.chat.decideTool.mutate({ decisions })).results).toMatchObject([
    { errorCode: 'FORBIDDEN', call: { state: 'awaiting-confirmation' } },
  ]);
  const yes = () => house.services.butler.toolCalls.decide(ann.caller, { decisions });
  for (const { results } of await Promise.all([yes(), yes()])) {
    expect(results).toMatchObject([{ errorCode: null, call: { state: 'succeeded' } }]);
  }
  expect((await ann.api.contacts.get.query({ id: mei })).note).toBe('prefers mornings');
  expect(await ask()).toMatchObject({ status: 'done' });
  await ann.api.account.update.mutate({ confirmWrites: false });
});

test('an agent that was told no hears it, with the reason, however often it asks', async () => {
  await ann.api.account.update.mutate({ confirmWrites: true });
  const ask = () => agent.call('note_add', { contactId: mei, text: 'prefers evenings' }, 'note-2');
  expect(await ask()).toMatchObject({ status: 'waiting' });
  const { calls } = await ann.api.chat.waiting.query();
  const decisions = calls.map(({ id }) => ({
    toolCallId: id,
    decision: 'reject' as const,
    reason: 'she does not',
  }));
  await house.services.butler.toolCalls.decide(ann.caller, { decisions });
  for (const _ of ['once', 'again']) {
    expect(await ask()).toMatchObject({ isError: false, status: 'rejected', reason: 'she does not' });
  }
  await ann.api.account.update.mutate({ confirmWrites: false });
});

test('what an agent did stands in one page of the history, also before the first message and between two pages', async () => {
  const bob = await house.newPerson();
  const his = await agentWith(house, bob.token);
  const note = (text: string) => his.call('memory_write', { name: text, text });
  const say = (text: string) =>
    bob.api.chat.send.mutate({ contactId: JOURNAL, text, clientMessageId: randomUUID() });
  const did = ['before all', 'between', 'after all'];
  await note('before all');
  await say('one');
  await note('between');
  await say('two');
  await note('after all');
  const newer = await bob.api.chat.history.query({ contactId: JOURNAL, limit: 1 });
  if (newer.nextBefore === null) throw new Error('one page');
  const older = await bob.api.chat.history.query({ contactId: JOURNAL, limit: 1, before: newer.nextBefore });
  const names = [...older.toolCalls, ...newer.toolCalls].map(({ card }) =>
    card?.kind === 'memory' ? card.name : null,
  );
  expect(names).toEqual(did);
});

test('what an agent wrote is not crowded out of the history by all that it has looked at since', async () => {
  const eve = await house.newPerson();
  const hers = await agentWith(house, eve.token);
  await hers.call('memory_write', { name: 'kept', text: 'kept' });
  await withTenant(house.db, eve.caller, async (tx) => {
    const [wrote] = await tx.select().from(toolCalls);
    if (!wrote) throw new Error('nothing was written');
    const look = { ...wrote, tool: 'contact_find', risk: 'read', card: null, undo: null } as const;
    const later = new Date(wrote.createdAt.getTime() + 1);
    const looks = Array.from({ length: 200 }, () => ({
      ...look,
      id: randomUUID(),
      callKey: randomUUID(),
      createdAt: later,
    }));
    await tx.insert(toolCalls).values(looks);
  });
  const { toolCalls: shown } = await eve.api.chat.history.query({ contactId: JOURNAL });
  expect(shown.map(({ tool }) => tool)).toEqual(['memory_write']);
});

test('too many requests of one token are put off; another token goes on', async () => {
  const { id, secret } = await ann.api.account.tokens.create.mutate({ name: 'eager' });
  const ping = () =>
    fetch(`${house.url}/mcp`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${secret}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' }),
    });
  expect((await ping()).status).toBe(200);
  // The others of its minute.
  const redis = createRedis(house.env.REDIS_URL);
  const key = tenantKey(ann.caller.tenantId, 'mcp', id);
  const minute = { points: 120, durationSec: 60 };
  const others = Array.from({ length: 119 }, () => createLimiter(redis).consume(key, minute));
  expect(await Promise.all(others)).toHaveLength(119);
  redis.disconnect();
  const refused = await ping();
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await refused.json()).toMatchObject({ error: { code: 'RATE_LIMITED' } });
  expect(await agent.call('contact_find', { query: 'mei' })).toMatchObject({ status: 'done' });
});
