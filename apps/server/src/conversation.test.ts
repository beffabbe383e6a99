import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ContactId, cursorOf, EventType, type FriendsEvent, JOURNAL } from '@friendsai/schema';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type House, openHouse, type Person } from './testing/house.ts';
import { follow, readUntil } from './testing/stream.ts';

let house: House;
let ann: Person;
let contactId: ContactId;
let listening: AbortController;

beforeAll(async () => {
  house = await openHouse();
  await house.startCells();
  ann = await house.newPerson();
});
afterAll(() => house.close());
beforeEach(async () => {
  contactId = (await ann.api.contacts.create.mutate({ name: 'Mei' })).id;
  listening = new AbortController();
  return () => listening.abort();
});

const listen = () => follow(house.url, ann.token, null, listening.signal);
const say = (text: string) => ann.api.chat.send.mutate({ contactId, text, clientMessageId: randomUUID() });
const isEnd = ({ event }: FriendsEvent) =>
  event.type === EventType.RUN_FINISHED || event.type === EventType.RUN_ERROR;
const spoken = (events: FriendsEvent[]) =>
  events
    .filter((each) => each.runId !== null)
    .map(({ event }) => (event.type === EventType.TEXT_MESSAGE_CONTENT ? event.delta : ''))
    .join('');

test('a message is answered: events in order, numbered without a gap, equal to the history and to thread.jsonl', async () => {
  const events = listen();
  await readUntil(events, ({ event }) => event.type === EventType.STATE_SNAPSHOT);
  const sent = await say('Mei moved to Shanghai');
  const seen = await readUntil(events, isEnd);

  expect(seen.map((each) => each.seq)).toEqual(seen.map((_, index) => (seen[0]?.seq ?? 0) + index));
  const types = seen.filter((each) => each.runId === sent.runId).map(({ event }) => event.type);
  expect(types[0]).toBe(EventType.RUN_STARTED);
  expect(types.at(-1)).toBe(EventType.RUN_FINISHED);
  expect(types.filter((type) => type === EventType.TEXT_MESSAGE_START)).toHaveLength(1);
  expect(types.filter((type) => type === EventType.TEXT_MESSAGE_END)).toHaveLength(1);

  const { messages, runs } = await ann.api.chat.history.query({ contactId });
  expect(messages.map(({ role, position }) => [role, position])).toEqual([
    ['user', 1],
    ['butler', 2],
  ]);
  expect(messages[1]?.text).toBe(spoken(seen));
  expect(messages[1]?.text).toContain('Shanghai');
  expect(runs).toMatchObject([{ id: sent.runId, state: 'finished', errorCode: null }]);

  await house.services.butler.engine.idle();
  const file = join(house.env.WORKSPACES_DIR, ann.caller.tenantId, 'contacts', contactId, 'thread.jsonl');
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line).text)).toEqual(messages.map(({ text }) => text));
});

test('the butler remembers the channel, and no other channel', async () => {
  await say('Her daughter is called Lian');
  await house.services.butler.engine.idle();
  await say('What is her daughter called?');
  await house.services.butler.engine.idle();
  const other = await ann.api.contacts.create.mutate({ name: 'Wei' });
  await ann.api.chat.send.mutate({
    contactId: other.id,
    text: 'What is the daughter called?',
    clientMessageId: randomUUID(),
  });
  await house.services.butler.engine.idle();
  expect((await ann.api.chat.history.query({ contactId })).messages.at(-1)?.text).toContain('Lian');
  expect((await ann.api.chat.history.query({ contactId: other.id })).messages.at(-1)?.text).not.toContain(
    'Lian',
  );
});

test('messages of one channel are answered in their order', async () => {
  const sent = [];
  for (const text of ['one', 'two', 'three']) sent.push(await say(text));
  await house.services.butler.engine.idle();
  const { messages } = await ann.api.chat.history.query({ contactId });
  const answers = messages.filter(({ role }) => role === 'butler').map(({ runId }) => runId);
  expect(answers).toEqual(sent.map(({ runId }) => runId));
});

test('the journal is a channel too', async () => {
  await ann.api.chat.send.mutate({
    contactId: JOURNAL,
    text: 'New Year party',
    clientMessageId: randomUUID(),
  });
  await house.services.butler.engine.idle();
  const { messages } = await ann.api.chat.history.query({ contactId: JOURNAL });
  expect(messages.map(({ role }) => role)).toEqual(['user', 'butler']);
});

test('stopping keeps what had been said, says cancelled, and can be retried', async () => {
  const events = listen();
  await readUntil(events, ({ event }) => event.type === EventType.STATE_SNAPSHOT);
  const hold = house.model.control.hold((text) => text.includes('slowly'), 4);
  const { runId } = await say('Speak slowly about Mei');
  await hold.reached;
  await readUntil(
    events,
    ({ event, runId: of }) => of === runId && event.type === EventType.TEXT_MESSAGE_CONTENT,
  );
  await ann.api.chat.cancel.mutate({ runId });
  const rest = await readUntil(events, isEnd);
  expect(rest.at(-1)?.event).toMatchObject({ type: EventType.RUN_FINISHED, outcome: { type: 'cancelled' } });
  hold.release();

  const stopped = await ann.api.chat.history.query({ contactId });
  expect(stopped.runs).toMatchObject([{ state: 'cancelled' }]);
  expect(stopped.messages.at(-1)).toMatchObject({ role: 'butler', state: 'partial' });
  await ann.api.chat.cancel.mutate({ runId });

  await ann.api.chat.retry.mutate({ runId });
  expect((await readUntil(events, isEnd)).at(-1)?.event).toMatchObject({ outcome: { type: 'success' } });
  await expect(ann.api.chat.retry.mutate({ runId })).rejects.toThrow('nothing to retry');
});

test('a queued message can be withdrawn before its turn', async () => {
  const hold = house.model.control.hold((text) => text.includes('first'), 2);
  await say('the first');
  await hold.reached;
  const second = await say('the second');
  await ann.api.chat.cancel.mutate({ runId: second.runId });
  hold.release();
  await house.services.butler.engine.idle();
  const { runs, messages } = await ann.api.chat.history.query({ contactId });
  expect(runs.map(({ state }) => state).sort()).toEqual(['cancelled', 'finished']);
  expect(messages.filter(({ role }) => role === 'butler')).toHaveLength(1);
});

test('a subscription from any cursor goes on where that one stopped', async () => {
  const events = listen();
  const [snapshot] = await readUntil(events, ({ event }) => event.type === EventType.STATE_SNAPSHOT);
  await say('cut me anywhere');
  const seen = await readUntil(events, isEnd);
  for (const cut of [snapshot, ...seen.slice(0, -1)]) {
    if (!cut) continue;
    const resumed = follow(house.url, ann.token, cursorOf(cut), listening.signal);
    expect(await readUntil(resumed, isEnd)).toEqual(seen.filter(({ seq }) => seq > cut.seq));
  }
});

test('who comes in the middle of an answer sees at once what has been said, and then the rest', async () => {
  const early = listen();
  await readUntil(early, ({ event }) => event.type === EventType.STATE_SNAPSHOT);
  const hold = house.model.control.hold((text) => text.includes('halfway'), 5);
  const { runId } = await say('Stop halfway and wait');
  await hold.reached;
  const before = await readUntil(
    early,
    ({ event, runId: of }) => of === runId && event.type === EventType.TEXT_MESSAGE_CONTENT,
  );
  const late = follow(house.url, ann.token, null, listening.signal);
  const [snapshot] = await readUntil(late, ({ event }) => event.type === EventType.STATE_SNAPSHOT);
  expect(snapshot?.event).toMatchObject({
    snapshot: { activeRuns: [{ runId, state: 'running', text: spoken(before) }] },
  });
  hold.release();
  const rest = await readUntil(late, isEnd);
  const { messages } = await ann.api.chat.history.query({ contactId });
  expect(spoken(before) + spoken(rest)).toBe(messages.at(-1)?.text);
});

test('a tool call goes from the gateway through the bridge and back, for this contact only', async () => {
  await ann.api.contacts.update.mutate({ id: contactId, note: 'allergic to peanuts' });
  house.model.control.callToolNext('contact_get', {});
  const events = listen();
  await readUntil(events, ({ event }) => event.type === EventType.STATE_SNAPSHOT);
  await say('look it up');
  const seen = await readUntil(events, isEnd);
  const result = seen.map(({ event }) => event).find((event) => event.type === EventType.TOOL_CALL_RESULT);
  expect(result).toMatchObject({ content: expect.stringContaining('allergic to peanuts') });
});
