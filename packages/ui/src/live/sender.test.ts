import 'fake-indexeddb/auto';
import { ContactId, type ErrorCode, newId } from '@friendsai/schema';
import { beforeEach, expect, test, vi } from 'vitest';
import { openOutbox, type Queued } from './outbox.ts';
import { createSender, type SendingState } from './sender.ts';

const contactId = newId(ContactId);
let count = 0;
const message = (text: string): Queued => {
  count += 1;
  return {
    clientMessageId: `${count}`,
    contactId,
    text,
    attachments: [],
    at: new Date(count * 1_000).toISOString(),
  };
};

/** A server that can be away, refuse, or take a message and lose the answer. */
function server() {
  const stored: string[] = [];
  let mood: 'well' | 'away' | 'deaf' | ErrorCode = 'well';
  return {
    stored,
    be: (next: typeof mood) => {
      mood = next;
    },
    deliver: async ({ clientMessageId }: Queued) => {
      if (mood === 'away') throw new Error('unreachable');
      if (mood !== 'well' && mood !== 'deaf') throw mood;
      if (!stored.includes(clientMessageId)) stored.push(clientMessageId);
      if (mood === 'deaf') throw new Error('the answer was lost');
    },
    codeOf: (error: unknown): ErrorCode | null =>
      error === 'NOT_FOUND' || error === 'RATE_LIMITED' ? error : null,
  };
}

function device(account: string, to: ReturnType<typeof server>) {
  const states = new Map<string, SendingState['state'] | 'sent'>();
  const outbox = openOutbox(account);
  const sender = createSender({
    outbox,
    deliver: to.deliver,
    codeOf: to.codeOf,
    onState: ({ clientMessageId }, { state }) => states.set(clientMessageId, state),
    onSent: ({ clientMessageId }) => states.set(clientMessageId, 'sent'),
    alone: (work) => work(),
  });
  return { sender, outbox, states };
}

let account = 0;
beforeEach(() => {
  account += 1;
});

test('what is written while there is no network goes out once, in order, when it is back', async () => {
  const to = server();
  const { sender, states, outbox } = device(`${account}`, to);
  to.be('away');
  const [one, two, three] = [message('one'), message('two'), message('three')];
  for (const each of [one, two, three]) await sender.add(each);
  await vi.waitFor(() => expect([...states.values()]).toEqual(['waiting', 'waiting', 'waiting']));
  to.be('well');
  sender.flush();
  await vi.waitFor(() => expect([...states.values()]).toEqual(['sent', 'sent', 'sent']));
  expect(to.stored).toEqual([one, two, three].map(({ clientMessageId }) => clientMessageId));
  expect(await outbox.all()).toEqual([]);
});

test('a page that was closed before it could send leaves its words to the next one', async () => {
  const to = server();
  const first = device(`${account}`, to);
  to.be('away');
  const words = message('kept');
  await first.sender.add(words);
  await vi.waitFor(() => expect(first.states.get(words.clientMessageId)).toBe('waiting'));
  first.sender.stop();
  to.be('well');
  const next = device(`${account}`, to);
  await next.sender.resume();
  await vi.waitFor(() => expect(next.states.get(words.clientMessageId)).toBe('sent'));
  expect(to.stored).toEqual([words.clientMessageId]);
});

test('somebody else who signs in on the device does not send them', async () => {
  const to = server();
  const mine = device(`${account}`, to);
  to.be('away');
  await mine.sender.add(message('mine'));
  await vi.waitFor(() => expect([...mine.states.values()]).toEqual(['waiting']));
  mine.sender.stop();
  to.be('well');
  const theirs = device(`${account}-other`, to);
  await theirs.sender.resume();
  expect(await theirs.outbox.all()).toEqual([]);
  expect(to.stored).toEqual([]);
});

test('an answer that was lost costs no second message', async () => {
  const to = server();
  const { sender, states } = device(`${account}`, to);
  to.be('deaf');
  const words = message('once');
  await sender.add(words);
  await vi.waitFor(() => expect(states.get(words.clientMessageId)).toBe('waiting'));
  to.be('well');
  sender.flush();
  await vi.waitFor(() => expect(states.get(words.clientMessageId)).toBe('sent'));
  expect(to.stored).toEqual([words.clientMessageId]);
});

test('what the server refuses holds nothing else up, and can be tried again or given up', async () => {
  const to = server();
  const { sender, states, outbox } = device(`${account}`, to);
  to.be('NOT_FOUND');
  const [bad, good] = [message('bad'), message('good')];
  await sender.add(bad);
  await vi.waitFor(() => expect(states.get(bad.clientMessageId)).toBe('refused'));
  to.be('well');
  await sender.add(good);
  await vi.waitFor(() => expect(states.get(good.clientMessageId)).toBe('sent'));
  expect(to.stored).toEqual([good.clientMessageId]);
  sender.retry(bad.clientMessageId);
  await vi.waitFor(() => expect(states.get(bad.clientMessageId)).toBe('sent'));
  expect(await outbox.all()).toEqual([]);
});

test('a refusal that passes is waited for', async () => {
  const to = server();
  const { sender, states } = device(`${account}`, to);
  to.be('RATE_LIMITED');
  const words = message('too many');
  await sender.add(words);
  await vi.waitFor(() => expect(states.get(words.clientMessageId)).toBe('waiting'));
  to.be('well');
  await vi.waitFor(() => expect(states.get(words.clientMessageId)).toBe('sent'), { timeout: 5_000 });
});
