import { randomUUID } from 'node:crypto';
import { channels, messages, withTenant } from '@friendsai/db';
import { type ContactId, EventType, JOURNAL, UNREAD_MAX } from '@friendsai/schema';
import { and, eq } from 'drizzle-orm';
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

test('the journal is counted too, although it stands in no list', async () => {
  const count = async () => (await ann.api.chat.unread.query({ contactId: JOURNAL })).unreadCount;
  await ann.api.chat.send.mutate({
    contactId: JOURNAL,
    text: 'New Year party',
    clientMessageId: randomUUID(),
  });
  await house.services.butler.engine.idle();
  expect(await count()).toBe(1);
  await ann.api.chat.read.mutate({ contactId: JOURNAL, position: 2 });
  expect(await count()).toBe(0);
});

test('the count ends where nobody counts any more', async () => {
  const { tenantId } = ann.caller;
  await withTenant(house.db, { tenantId }, async (tx) => {
    const isChannel = and(eq(channels.tenantId, tenantId), eq(channels.contactId, contactId));
    const [channel] = await tx.update(channels).set({ lastPosition: 150 }).where(isChannel).returning();
    const answers = Array.from({ length: 150 }, (_, index) => ({
      tenantId,
      id: randomUUID(),
      channelId: channel?.id ?? '',
      position: index + 1,
      role: 'butler' as const,
      text: 'again',
      state: 'complete' as const,
    }));
    await tx.insert(messages).values(answers);
  });
  expect(await unread()).toBe(UNREAD_MAX);
  expect(await ann.api.chat.unread.query({ contactId })).toEqual({ unreadCount: UNREAD_MAX });
  await ann.api.chat.read.mutate({ contactId, position: 60 });
  expect(await unread()).toBe(90);
});

test('reading and counting know no other tenant’s contact', async () => {
  const bob = await house.newPerson();
  const notFound = { data: { friends: { code: 'NOT_FOUND' } } };
  await expect(bob.api.chat.read.mutate({ contactId, position: 1 })).rejects.toMatchObject(notFound);
  await expect(bob.api.chat.unread.query({ contactId })).rejects.toMatchObject(notFound);
});
