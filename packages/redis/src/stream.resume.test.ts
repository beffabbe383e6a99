import {
  type Cursor,
  cursorOf,
  type EventDraft,
  EventType,
  type FriendsEvent,
  newId,
  TenantId,
} from '@friendsai/schema';
import { redisUrl } from '@friendsai/tooling-vitest';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { createRedis } from './connection.ts';
import { createEventHub } from './event-hub.ts';
import { createEventLog, eventsKey } from './event-log.ts';
import { tenantKey } from './keys.ts';

const redis = createRedis(redisUrl());
/** Two processes, as far as Redis can tell. */
const subscribers = [createRedis(redisUrl()), createRedis(redisUrl())] as const;
const epochs = new Map<TenantId, number>();
const nextEpoch = async (tenantId: TenantId) => {
  const epoch = (epochs.get(tenantId) ?? 0) + 1;
  epochs.set(tenantId, epoch);
  return epoch;
};
const log = createEventLog(redis, { nextEpoch, tailEvents: 100_000 });
const hubs = subscribers.map((subscriber) => createEventHub(subscriber, log));
afterAll(() => {
  for (const connection of [redis, ...subscribers]) connection.disconnect();
});

const draft = (name: string): EventDraft => ({
  at: '2026-01-01T00:00:00.000Z',
  contactId: null,
  runId: null,
  taskId: null,
  event: { type: EventType.CUSTOM, name, value: 'line\nbreak' },
});
const forget = (tenantId: TenantId) => redis.del(eventsKey(tenantId), tenantKey(tenantId, 'head'));

/** Reads from a hub until so many events have come. */
async function read(hub: number, tenantId: TenantId, after: Cursor, count: number): Promise<FriendsEvent[]> {
  const events: FriendsEvent[] = [];
  const stop = new AbortController();
  for await (const batch of hubs[hub]?.subscribe(tenantId, after, stop.signal) ?? []) {
    if (batch === 'unknown-cursor') throw new Error('unknown cursor');
    events.push(...batch);
    if (events.length >= count) stop.abort();
  }
  return events;
}

test('writers at once share one dense numbering from 1, in one epoch, whoever began it', async () => {
  const tenantId = newId(TenantId);
  const appended = await Promise.all(
    Array.from({ length: 40 }, (_, n) => log.append(tenantId, [draft(`${n}`), draft(`${n}`)])),
  );
  const seqs = appended
    .flat()
    .map(({ seq }) => seq)
    .sort((a, b) => a - b);
  expect(seqs).toEqual(Array.from({ length: 80 }, (_, n) => n + 1));
  expect(new Set(appended.flat().map(({ epoch }) => epoch)).size).toBe(1);
  for (const [first, second] of appended) expect((second?.seq ?? 0) - (first?.seq ?? 0)).toBe(1);
});

test('a stream cut at any point and resumed in another process is the stream: no gap, no repeat', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 8 }),
      async (batches) => {
        const tenantId = newId(TenantId);
        const begin = cursorOf(await log.head(tenantId));
        const total = batches.reduce((sum, size) => sum + size, 0);
        const live = read(0, tenantId, begin, total);
        const all: FriendsEvent[] = [];
        for (const size of batches)
          all.push(
            ...(await log.append(
              tenantId,
              Array.from({ length: size }, () => draft('x')),
            )),
          );
        expect(await live).toEqual(all);
        for (let cut = 0; cut < total; cut += 1) {
          const at = all[cut - 1];
          expect(await read(1, tenantId, at ? cursorOf(at) : begin, total - cut)).toEqual(all.slice(cut));
        }
      },
    ),
    { numRuns: 10 },
  );
});

test('a reader whose connection is killed goes on without a gap', async () => {
  const tenantId = newId(TenantId);
  const begin = cursorOf(await log.head(tenantId));
  const reading = read(0, tenantId, begin, 60);
  const all = await log.append(
    tenantId,
    Array.from({ length: 20 }, () => draft('before')),
  );
  const id = await subscribers[0].client('ID').catch(() => null);
  // A connection that subscribes may not ask for its own id; it is found by what it does.
  const clients = String(await redis.client('LIST')).split('\n');
  const subscribed = clients
    .filter((line) => / sub=[1-9]/.test(line))
    .map((line) => /id=(\d+)/.exec(line)?.[1] ?? '');
  for (const client of id === null ? subscribed : [`${id}`]) await redis.client('KILL', 'ID', client);
  for (let n = 0; n < 40; n += 1) all.push(...(await log.append(tenantId, [draft('after')])));
  expect(await reading).toEqual(all);
});

test('a reader that takes nothing for long holds no more than its share, and then gets everything in order', async () => {
  const tenantId = newId(TenantId);
  const begin = cursorOf(await log.head(tenantId));
  const reader = hubs[0]?.subscribe(tenantId, begin, undefined);
  const [first] = await log.append(tenantId, [draft('first')]);
  const got: FriendsEvent[] = [];
  const opening = await reader?.next();
  if (Array.isArray(opening?.value)) got.push(...opening.value);
  const all = first ? [first] : [];
  for (let n = 0; n < 50; n += 1)
    all.push(
      ...(await log.append(
        tenantId,
        Array.from({ length: 100 }, () => draft('many')),
      )),
    );
  while (got.length < all.length) {
    const next = await reader?.next();
    if (!Array.isArray(next?.value)) throw new Error('the reader was ended');
    got.push(...next.value);
  }
  expect(got.map(({ seq }) => seq)).toEqual(all.map(({ seq }) => seq));
  await reader?.return();
});

test('when Redis has lost the stream, a new epoch begins and old cursors are known for old', async () => {
  const tenantId = newId(TenantId);
  const [before] = await log.append(tenantId, [draft('before')]);
  await forget(tenantId);
  const after = await Promise.all([log.append(tenantId, [draft('a')]), log.append(tenantId, [draft('b')])]);
  const events = after.flat();
  expect(events.map(({ seq }) => seq).sort()).toEqual([1, 2]);
  expect(new Set(events.map(({ epoch }) => epoch)).size).toBe(1);
  expect(events[0]?.epoch).toBeGreaterThan(before?.epoch ?? 0);
  if (!before) throw new Error('nothing was appended');
  expect(await log.readAfter(tenantId, cursorOf(before), 10)).toBe('unknown-cursor');
});

test('a cursor that the trimmed tail no longer reaches is unknown, and so is one that was never given', async () => {
  const short = createEventLog(redis, { nextEpoch, tailEvents: 10 });
  const tenantId = newId(TenantId);
  const begin = cursorOf(await short.head(tenantId));
  const all: FriendsEvent[] = [];
  for (let n = 0; n < 30; n += 1)
    all.push(
      ...(await short.append(
        tenantId,
        Array.from({ length: 20 }, () => draft('x')),
      )),
    );
  expect(await short.readAfter(tenantId, begin, 1_000)).toBe('unknown-cursor');
  const newest = all.at(-1);
  const last = all.at(-3);
  if (!newest || !last) throw new Error('nothing was appended');
  expect(await short.readAfter(tenantId, cursorOf(last), 1_000)).toEqual({
    events: all.slice(-2),
    complete: true,
  });
  expect(await short.readAfter(tenantId, cursorOf({ ...newest, seq: newest.seq + 1 }), 10)).toBe(
    'unknown-cursor',
  );
});
