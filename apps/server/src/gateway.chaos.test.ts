import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EventType, type FriendsEvent } from '@friendsai/schema';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type House, openHouse, until } from './testing/house.ts';
import { follow, readUntil } from './testing/stream.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
  await house.startCells();
});
afterAll(() => house.close());

const isEnd = ({ event }: FriendsEvent) =>
  event.type === EventType.RUN_FINISHED || event.type === EventType.RUN_ERROR;

test('the gateway is killed in mid-stream: the run ends in clear words, and a retry works once it is back', async () => {
  const ann = await house.newPerson();
  const { id: contactId } = await ann.api.contacts.create.mutate({ name: 'Mei' });
  const listening = new AbortController();
  const events = follow(house.url, ann.token, null, listening.signal);
  await readUntil(events, ({ event }) => event.type === EventType.STATE_SNAPSHOT);

  const hold = house.model.control.hold((text) => text.includes('long story'), 4);
  const { runId } = await ann.api.chat.send.mutate({
    contactId,
    text: 'Tell me a long story about Mei',
    clientMessageId: randomUUID(),
  });
  await hold.reached;
  await readUntil(
    events,
    ({ event, runId: of }) => of === runId && event.type === EventType.TEXT_MESSAGE_CONTENT,
  );
  const [cell] = await house.ledger.cells();
  const pid = await readFile(join(house.env.CELLS_DIR, cell?.id ?? '', 'gateway.pid'), 'utf8');
  process.kill(Number(pid.split(' ')[0]), 'SIGKILL');

  const ending = await readUntil(events, isEnd);
  expect(ending.at(-1)?.event).toMatchObject({
    type: EventType.RUN_ERROR,
    code: 'RUN_INTERRUPTED',
    message: expect.stringContaining('try again'),
  });
  const kept = await ann.api.chat.history.query({ contactId });
  expect(kept.messages.at(-1)).toMatchObject({ role: 'butler', state: 'partial' });
  hold.release();

  const retried = await ann.api.chat.retry.mutate({ runId });
  const answer = await readUntil(events, isEnd);
  expect(answer.at(-1)).toMatchObject({ runId: retried.runId, event: { outcome: { type: 'success' } } });
  const whole = await ann.api.chat.history.query({ contactId });
  expect(whole.messages.at(-1)).toMatchObject({ role: 'butler', state: 'complete' });
  listening.abort();
});

test.each([
  [401, 'MODEL_KEY_REFUSED'],
  [500, 'MODEL_FAILED'],
])(
  'a provider that answers %i is said in clear words, and what was asked is kept',
  async (status, errorCode) => {
    const ann = await house.newPerson();
    const { id: contactId } = await ann.api.contacts.create.mutate({ name: 'Mei' });
    house.model.control.failNext(status, 20);
    await ann.api.chat.send.mutate({ contactId, text: 'hello', clientMessageId: randomUUID() });
    await until(async () =>
      (await ann.api.chat.history.query({ contactId })).runs.some(({ state }) => state === 'failed'),
    );
    house.model.control.forget();
    const { runs, messages } = await ann.api.chat.history.query({ contactId });
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
