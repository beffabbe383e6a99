import { randomUUID } from 'node:crypto';
import { type ContactId, EventType, JOURNAL } from '@friendsai/schema';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type House, openHouse, type Person } from './testing/house.ts';
import { follow, readUntil } from './testing/stream.ts';

let house: House;
let ann: Person;
let contactId: ContactId;
beforeAll(async () => {
  house = await openHouse();
  await house.startCells();
  ann = await house.newPerson();
});
afterAll(() => house.close());
beforeEach(async () => {
  contactId = (await ann.api.contacts.create.mutate({ name: 'Mei' })).id;
});

async function answered(text = 'hello'): Promise<void> {
  await ann.api.chat.send.mutate({ contactId, text, clientMessageId: randomUUID() });
  await house.services.butler.engine.idle();
}

const unread = async () => {
  const { items } = await ann.api.contacts.list.query({});
  return items.find(({ id }) => id === contactId)?.unreadCount;
};

test('an answer is unread until it is read, on whatever device; what one writes oneself never is', async () => {
  expect(await unread()).toBe(0);
  await answered();
  expect(await unread()).toBe(1);
  await ann.api.chat.read.mutate({ contactId, position: 2 });
  expect(await unread()).toBe(0);
  await answered('and again');
  expect(await unread()).toBe(1);
});

test('who writes has read what stands above', async () => {
  await answered();
  const hold = house.model.control.hold((asked) => asked.includes('second'), 2);
  await ann.api.chat.send.mutate({ contactId, text: 'second', clientMessageId: randomUUID() });
  expect(await unread()).toBe(0);
  hold.release();
  await house.services.butler.engine.idle();
  expect(await unread()).toBe(1);
});

test('reading never goes back, and not beyond what is there', async () => {
  await answered();
  await ann.api.chat.read.mutate({ contactId, position: 1_000 });
  await ann.api.chat.read.mutate({ contactId, position: 1 });
  expect(await unread()).toBe(0);
  await answered('next');
  expect(await unread()).toBe(1);
});

test('the other devices are told, once', async () => {
  await answered();
  const listening = new AbortController();
  const events = follow(house.url, ann.token, null, listening.signal);
  await readUntil(events, ({ event }) => event.type === EventType.STATE_SNAPSHOT);
  for (let n = 0; n < 3; n += 1) await ann.api.chat.read.mutate({ contactId, position: 2 });
  await ann.api.contacts.update.mutate({ id: contactId, name: 'Mei Lin' });
  const told = await readUntil(
    events,
    ({ event }) => event.type === EventType.CUSTOM && event.value.kind === 'contact.changed',
  );
  expect(told.map(({ event }) => (event.type === EventType.CUSTOM ? event.value : null))).toEqual([
    { kind: 'channel.read', contactId, position: 2 },
    { kind: 'contact.changed', contactId },
  ]);
  listening.abort();
});

test('the journal can be read too; another tenant’s contact cannot', async () => {
  await ann.api.chat.read.mutate({ contactId: JOURNAL, position: 1 });
  const bob = await house.newPerson();
  await expect(bob.api.chat.read.mutate({ contactId, position: 1 })).rejects.toMatchObject({
    data: { friends: { code: 'NOT_FOUND' } },
  });
});
