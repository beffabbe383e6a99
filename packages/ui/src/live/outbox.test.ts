import 'fake-indexeddb/auto';
import { ContactId, newId } from '@friendsai/schema';
import { afterEach, expect, test, vi } from 'vitest';
import { openOutbox } from './outbox.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

const message = (text: string, at: string) => ({
  clientMessageId: crypto.randomUUID(),
  contactId: newId(ContactId),
  text,
  attachments: [],
  at,
});

test('a message that the device cannot keep any more is kept by the page, in its order, until it is sent', async () => {
  const outbox = openOutbox(crypto.randomUUID());
  const [first, second] = [message('one', '2026-01-01'), message('two', '2026-01-02')];
  await outbox.put(second);
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError');
  });
  await outbox.put(first);
  expect((await outbox.all()).map(({ text }) => text)).toEqual(['one', 'two']);
  await outbox.remove(first.clientMessageId);
  expect((await outbox.all()).map(({ text }) => text)).toEqual(['two']);
});
