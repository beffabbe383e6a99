import { cursorOf, type EventDraft, EventType, type FriendsEvent, newId, TenantId } from '@friendsai/schema';
import { redisUrl } from '@friendsai/tooling-vitest';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { createRedis } from './connection.ts';
import { createEventLog, eventsKey } from './event-log.ts';
import { tenantKey } from './keys.ts';

/** As many processes as there are connections, as far as Redis can tell. */
const connections = Array.from({ length: 4 }, () => createRedis(redisUrl()));
const redis = createRedis(redisUrl());
afterAll(() => {
  for (const connection of [redis, ...connections]) connection.disconnect();
});

/** The ledger's part: a number that no stream of that tenant has had. */
const epochs = new Map<TenantId, number>();
const nextEpoch = async (tenantId: TenantId) => {
  const epoch = (epochs.get(tenantId) ?? 0) + 1;
  epochs.set(tenantId, epoch);
  return epoch;
};
const logOn = (connection: typeof redis) => createEventLog(connection, { nextEpoch, tailEvents: 100_000 });
const logs = connections.map(logOn);
const log = logOn(redis);

const drafts = (count: number): EventDraft[] =>
  Array.from({ length: count }, (_, n) => ({
    at: '2026-01-01T00:00:00.000Z',
    contactId: null,
    runId: null,
    taskId: null,
    event: { type: EventType.CUSTOM, name: 'x', value: `${n}\n"\u2028` },
  }));
const headKey = (tenantId: TenantId) => tenantKey(tenantId, 'head');
const numbers = (events: readonly FriendsEvent[]) => events.map(({ epoch, seq }) => ({ epoch, seq }));
const dense = (epoch: number, from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, n) => ({ epoch, seq: from + n }));

test('processes that append at once share one dense numbering from 1 in one epoch, and each batch stays together', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 2, maxLength: 30 }),
      async (sizes) => {
        const tenantId = newId(TenantId);
        const appended = await Promise.all(
          sizes.map((size, n) => (logs[n % logs.length] ?? log).append(tenantId, drafts(size))),
        );
        const [epoch] = appended.flat().map((event) => event.epoch);
        const total = sizes.reduce((sum, size) => sum + size, 0);
        const inOrder = appended.flat().sort((a, b) => a.seq - b.seq);
        expect(numbers(inOrder)).toEqual(dense(epoch ?? 0, 1, total));
        for (const batch of appended)
          expect(numbers(batch)).toEqual(dense(epoch ?? 0, batch[0]?.seq ?? 0, batch.at(-1)?.seq ?? 0));
        // What each writer was told is what readers find.
        const page = await log.readAfter(tenantId, cursorOf({ epoch: epoch ?? 0, seq: 0 }), total);
        expect(page).toEqual({ events: inOrder, complete: true });
        expect(await log.head(tenantId)).toEqual({ epoch, seq: total });
      },
    ),
    { numRuns: 25 },
  );
});

test.each([
  ['two readers', 0, 0],
  ['a reader and a writer', 0, 3],
  ['two writers', 2, 3],
])('%s that both find no stream begin one between them', async (_, first, second) => {
  const tenantId = newId(TenantId);
  const both = Promise.withResolvers<void>();
  let asked = 0;
  // Neither begins before the other, too, has found nothing.
  const together = async () => {
    asked += 1;
    const epoch = asked;
    if (asked === 2) both.resolve();
    await both.promise;
    return epoch;
  };
  const begun = await Promise.all(
    [first, second].map(async (count, n) => {
      const own = createEventLog(connections[n] ?? redis, { nextEpoch: together, tailEvents: 100_000 });
      return count === 0
        ? [(await own.head(tenantId)).epoch]
        : numbers(await own.append(tenantId, drafts(count)));
    }),
  );
  expect(asked).toBe(2);
  const head = await log.head(tenantId);
  expect(head.seq).toBe(first + second);
  for (const found of begun.flat()) expect(typeof found === 'number' ? found : found.epoch).toBe(head.epoch);
  const page = await log.readAfter(tenantId, cursorOf({ epoch: head.epoch, seq: 0 }), 100);
  expect(page).toMatchObject({ events: dense(head.epoch, 1, head.seq), complete: true });
});

test.each([
  ['everything', [eventsKey, headKey]],
  ['the head alone', [headKey]],
])('when Redis has lost %s, a higher epoch begins at 1 and every old cursor is unknown', async (_, lost) => {
  const tenantId = newId(TenantId);
  const before = await log.append(tenantId, drafts(5));
  const old = before[0]?.epoch ?? 0;
  await redis.del(...lost.map((key) => key(tenantId)));
  const cursors = [0, 1, 4, 5, 6].map((seq) => cursorOf({ epoch: old, seq }));
  // Already before anybody has begun again, and after.
  for (const cursor of cursors) expect(await log.readAfter(tenantId, cursor, 10)).toBe('unknown-cursor');
  const after = await log.append(tenantId, drafts(3));
  const epoch = after[0]?.epoch ?? 0;
  expect(epoch).toBeGreaterThan(old);
  expect(numbers(after)).toEqual(dense(epoch, 1, 3));
  for (const cursor of cursors) expect(await log.readAfter(tenantId, cursor, 10)).toBe('unknown-cursor');
  // Nothing of the old epoch is left among the new.
  const page = await log.readAfter(tenantId, cursorOf({ epoch, seq: 0 }), 10);
  expect(page).toEqual({ events: after, complete: true });
});

test('when Redis has lost the entries but not the head, no cursor before the head goes on over the gap', async () => {
  const tenantId = newId(TenantId);
  const before = await log.append(tenantId, drafts(5));
  const epoch = before[0]?.epoch ?? 0;
  await redis.del(eventsKey(tenantId));
  expect(await log.readAfter(tenantId, cursorOf({ epoch, seq: 4 }), 10)).toBe('unknown-cursor');
  const after = await log.append(tenantId, drafts(2));
  expect(numbers(after)).toEqual(dense(epoch, 6, 7));
  expect(await log.readAfter(tenantId, cursorOf({ epoch, seq: 4 }), 10)).toBe('unknown-cursor');
  const page = await log.readAfter(tenantId, cursorOf({ epoch, seq: 5 }), 10);
  expect(page).toEqual({ events: after, complete: true });
});

test('wherever the tail is cut, a cursor goes on from there exactly when nothing after it was trimmed', async () => {
  const total = 20;
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: total }), async (kept) => {
      const tenantId = newId(TenantId);
      const all = await log.append(tenantId, drafts(total));
      const epoch = all[0]?.epoch ?? 0;
      await redis.xtrim(eventsKey(tenantId), 'MAXLEN', kept);
      for (let seq = 0; seq <= total; seq += 1) {
        const page = await log.readAfter(tenantId, cursorOf({ epoch, seq }), total);
        if (seq < total - kept) expect(page).toBe('unknown-cursor');
        else expect(page).toEqual({ events: all.slice(seq), complete: true });
      }
    }),
    { numRuns: 10 },
  );
});

test('appending trims the tail by itself, and what it keeps is the newest', async () => {
  const short = createEventLog(redis, { nextEpoch, tailEvents: 50 });
  const tenantId = newId(TenantId);
  const all: FriendsEvent[] = [];
  for (let n = 0; n < 30; n += 1) all.push(...(await short.append(tenantId, drafts(20))));
  const epoch = all[0]?.epoch ?? 0;
  expect(await redis.xlen(eventsKey(tenantId))).toBeLessThan(all.length);
  expect(await short.readAfter(tenantId, cursorOf({ epoch, seq: 0 }), 1_000)).toBe('unknown-cursor');
  const page = await short.readAfter(tenantId, cursorOf({ epoch, seq: all.length - 50 }), 1_000);
  expect(page).toEqual({ events: all.slice(-50), complete: true });
});

test('a cursor that this stream never gave is unknown', async () => {
  const tenantId = newId(TenantId);
  await nextEpoch(tenantId);
  const [only] = await log.append(tenantId, drafts(1));
  const epoch = only?.epoch ?? 0;
  expect(epoch).toBe(2);
  for (const cursor of [
    { epoch, seq: 2 },
    { epoch: epoch + 1, seq: 0 },
    { epoch: epoch + 1, seq: 1 },
    { epoch: epoch - 1, seq: 1 },
    { epoch: 0, seq: 0 },
    { epoch: 999_999_999_999_999, seq: 999_999_999_999_999 },
  ])
    expect(await log.readAfter(tenantId, cursorOf(cursor), 10)).toBe('unknown-cursor');
  const stranger = newId(TenantId);
  expect(await log.readAfter(stranger, cursorOf({ epoch, seq: 0 }), 10)).toBe('unknown-cursor');
  // Reading begins no stream.
  expect(await redis.exists(headKey(stranger))).toBe(0);
});

test('pages of any size, one after the other, are the log, and only the last says that it is complete', async () => {
  const tenantId = newId(TenantId);
  const all = await log.append(tenantId, drafts(57));
  const epoch = all[0]?.epoch ?? 0;
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 70 }),
      fc.integer({ min: 0, max: 57 }),
      async (limit, from) => {
        const got: FriendsEvent[] = [];
        let seq = from;
        while (true) {
          const page = await log.readAfter(tenantId, cursorOf({ epoch, seq }), limit);
          if (page === 'unknown-cursor') throw new Error('the cursor is known');
          expect(page.events.length).toBeLessThanOrEqual(limit);
          got.push(...page.events);
          seq += page.events.length;
          expect(page.complete).toBe(seq === all.length);
          if (page.complete) break;
        }
        expect(got).toEqual(all.slice(from));
      },
    ),
    { numRuns: 30 },
  );
});
