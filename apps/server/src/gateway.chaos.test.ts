import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EventType, type FriendsEvent } from '@friendsai/schema';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type House, openHouse, type Person, until } from './testing/house.ts';
import { follow, readUntil } from './testing/stream.ts';

/** With its start this is three times what a gateway takes to come back on a quiet machine (10 s). */
const SLOW_START_MS = 25_000;

let house: House;
let ann: Person;
let contactId: string;
beforeAll(async () => {
  house = await openHouse();
  await house.startCells();
  ann = await house.newPerson();
  contactId = (await ann.api.contacts.create.mutate({ name: 'Mei' })).id;
});
afterAll(() => house.close());

const isEnd = ({ event }: FriendsEvent) =>
  event.type === EventType.RUN_FINISHED || event.type === EventType.RUN_ERROR;
const isText = ({ event, runId }: FriendsEvent) =>
  runId !== null && event.type === EventType.TEXT_MESSAGE_CONTENT;
const textOf = (events: FriendsEvent[]) =>
  events
    .map(({ event, runId }) => (runId && event.type === EventType.TEXT_MESSAGE_CONTENT ? event.delta : ''))
    .join('');

const send = (text: string) => ann.api.chat.send.mutate({ contactId, text, clientMessageId: randomUUID() });

async function gatewayPid(): Promise<number> {
  const [cell] = await house.ledger.cells();
  const pid = await readFile(join(house.env.CELLS_DIR, cell?.id ?? '', 'gateway.pid'), 'utf8');
  return Number(pid.split(' ')[0]);
}

/**
 * Sends a message and kills the gateway after the first words of its answer. What it said in all, up to its end.
 * `meanwhile` is done while the gateway is away, and is given the dead one's pid.
 */
async function killedInMidAnswer(
  text: string,
  meanwhile: (deadPid: number) => Promise<void> = async () => {},
): Promise<FriendsEvent[]> {
  const listening = new AbortController();
  const events = follow(house.url, ann.token, null, listening.signal);
  await readUntil(events, ({ event }) => event.type === EventType.STATE_SNAPSHOT);
  const hold = house.model.control.hold((asked) => asked.includes(text), 4);
  const { runId } = await send(text);
  await hold.reached;
  const before = await readUntil(events, isText);
  const pid = await gatewayPid();
  process.kill(pid, 'SIGKILL');
  hold.release();
  await meanwhile(pid);
  const after = await readUntil(events, (event) => event.runId === runId && isEnd(event));
  listening.abort();
  return [...before, ...after];
}

/** What a run came to; its error's code when it came to nothing. */
const endOf = (events: FriendsEvent[]) => {
  const event = events.at(-1)?.event;
  if (event?.type === EventType.RUN_ERROR) return event.code;
  return event?.type === EventType.RUN_FINISHED ? event.outcome?.type : event?.type;
};

const answersTo = async (text: string) => {
  const { messages, runs } = await ann.api.chat.history.query({ contactId });
  const asked = messages.find((message) => message.role === 'user' && message.text === text);
  const ids = runs.filter((run) => run.messageId === asked?.id).map((run) => run.id);
  return messages.filter(({ role, runId }) => role === 'butler' && ids.some((id) => id === runId));
};

test('the gateway is killed in a channel’s first answer, which it does not resume: the answer comes all the same, once', async () => {
  const text = 'The cat is called Biscuit';
  const events = await killedInMidAnswer(text);
  expect(endOf(events)).toBe('success');
  const answers = await answersTo(text);
  expect(answers).toMatchObject([{ state: 'complete', text: textOf(events) }]);
  expect(answers[0]?.text).toContain('Biscuit');
});

test('the gateway is killed in a later answer, which it resumes under an id of its own: the answer is that one, once', async () => {
  const text = 'Mei has another long story';
  const before = house.model.requests.length;
  // Whoever asks is answered alike, and without tools: this is about how often it is asked.
  for (let n = 0; n < 3; n += 1) house.model.control.respondNext('A long story about Mei and the sea.');
  const events = await killedInMidAnswer(text);
  house.model.control.forget();
  expect(endOf(events)).toBe('success');
  expect(await answersTo(text)).toMatchObject([{ state: 'complete', text: textOf(events) }]);
  // The model was asked by us and by the gateway that resumed; nobody asked it a third time (warming is about nobody).
  const asked = house.model.requests
    .slice(before)
    .map(({ turns }) => turns.map((turn) => turn.text).join('\n'));
  expect(asked.filter((turns) => turns.includes('another long story'))).toHaveLength(2);
});

test('a gateway that takes long to come back: the answer is waited for, and who does not want to wait can stop', async () => {
  const other = (await ann.api.contacts.create.mutate({ name: 'Jun' })).id;
  const stateOf = async () => (await ann.api.chat.history.query({ contactId: other })).runs[0]?.state;
  const text = 'The dog is called Waffle';
  const events = await killedInMidAnswer(text, async (deadPid) => {
    const pid = () => gatewayPid().catch(() => deadPid);
    await until(async () => (await pid()) !== deadPid);
    process.kill(await pid(), 'SIGSTOP');
    const { runId } = await ann.api.chat.send.mutate({
      contactId: other,
      text: 'hello',
      clientMessageId: randomUUID(),
    });
    await until(async () => (await stateOf()) === 'running');
    await ann.api.chat.cancel.mutate({ runId });
    await until(async () => (await stateOf()) === 'cancelled');
    await delay(SLOW_START_MS);
    process.kill(await pid(), 'SIGCONT');
  });
  expect(endOf(events)).toBe('success');
  expect(await answersTo(text)).toMatchObject([{ state: 'complete', text: textOf(events) }]);
});

test('what the butler knew before the crash it knows after it', async () => {
  const listening = new AbortController();
  const events = follow(house.url, ann.token, null, listening.signal);
  await readUntil(events, ({ event }) => event.type === EventType.STATE_SNAPSHOT);
  await send('What is the cat called?');
  expect(textOf(await readUntil(events, isEnd))).toContain('Biscuit');
  listening.abort();
});

test.each([
  [401, 'MODEL_KEY_REFUSED'],
  [500, 'MODEL_FAILED'],
])(
  'a provider that answers %i is said in clear words, and what was asked is kept',
  async (status, errorCode) => {
    const person = await house.newPerson();
    const { id } = await person.api.contacts.create.mutate({ name: 'Mei' });
    house.model.control.failNext(status, 20);
    await person.api.chat.send.mutate({ contactId: id, text: 'hello', clientMessageId: randomUUID() });
    await until(async () =>
      (await person.api.chat.history.query({ contactId: id })).runs.some(({ state }) => state === 'failed'),
    );
    house.model.control.forget();
    const { runs, messages } = await person.api.chat.history.query({ contactId: id });
    expect(runs).toMatchObject([{ state: 'failed', errorCode }]);
    expect(messages.map(({ role }) => role)).toEqual(['user']);
  },
);

test('a provider that refuses from the start keeps no cell from coming up: people are told by their own runs', async () => {
  const other = await openHouse();
  other.model.control.failNext(401, 50);
  await other.startCells();
  other.model.control.forget();
  expect(await other.ledger.cells()).toMatchObject([{ state: 'ready' }]);
  await other.close();
});
