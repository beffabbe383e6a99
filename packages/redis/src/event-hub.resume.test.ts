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
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createRedis } from './connection.ts';
import { createEventHub, type EventHub } from './event-hub.ts';
import { createEventLog, eventsKey } from './event-log.ts';
import { tenantKey } from './keys.ts';

type Reader = ReturnType<EventHub['subscribe']>;

let opened: ReturnType<typeof createRedis>[];
beforeEach(() => {
  opened = [];
  // A silent stream is compared with the log now and then; without that, whatever a reader misses it misses for good.
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
});
afterEach(() => {
  vi.useRealTimers();
  for (const connection of opened) connection.disconnect();
});

function connection() {
  const made = createRedis(redisUrl());
  opened.push(made);
  return made;
}

let epoch = 0;
const nextEpoch = async () => {
  epoch += 1;
  return epoch;
};

/** A process, as far as Redis can tell: connections, a log and a hub of its own. */
function startProcess({ tailEvents = 100_000 } = {}) {
  const subscriber = connection();
  // Asked before the hub subscribes: a connection that does may not be able to say its own id.
  let id = subscriber.client('ID');
  subscriber.on('ready', () => {
    id = subscriber.client('ID');
    id.catch(() => {});
  });
  const log = createEventLog(connection(), { nextEpoch, tailEvents });
  return { subscriber, log, hub: createEventHub(subscriber, log), id: () => id };
}

const drafts = (count: number): EventDraft[] =>
  Array.from({ length: count }, () => ({
    at: '2026-01-01T00:00:00.000Z',
    contactId: null,
    runId: null,
    taskId: null,
    event: { type: EventType.CUSTOM, name: 'x', value: 'line\nbreak' },
  }));
const seqs = (events: readonly FriendsEvent[]) => events.map(({ seq }) => seq);
const sum = (sizes: readonly number[]) => sizes.reduce((total, size) => total + size, 0);

/** Takes what comes until there are so many events. */
async function take(reader: Reader, got: FriendsEvent[], count: number): Promise<void> {
  while (got.length < count) {
    const { value } = await reader.next();
    if (!Array.isArray(value)) throw new Error(`the reader was ended: ${value}`);
    got.push(...value);
  }
}

/** The first so many events after a cursor, as a reader sees them who leaves then. */
async function read(
  hub: EventHub,
  tenantId: TenantId,
  after: Cursor,
  count: number,
): Promise<FriendsEvent[]> {
  const reader = hub.subscribe(tenantId, after, undefined);
  const got: FriendsEvent[] = [];
  await take(reader, got, count);
  await reader.return();
  return got;
}

const sizes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 5 });

test('a log cut at every number and resumed in another process, while it grows, is the log', async () => {
  const [here, there, writer] = [startProcess(), startProcess(), startProcess()];
  await fc.assert(
    fc.asyncProperty(sizes, sizes, async (earlier, later) => {
      const tenantId = newId(TenantId);
      const begin = cursorOf(await writer.log.head(tenantId));
      const all: FriendsEvent[] = [];
      for (const size of earlier) all.push(...(await writer.log.append(tenantId, drafts(size))));
      const total = sum(earlier) + sum(later);
      const readings = Array.from({ length: total + 1 }, async (_, cut) => {
        const taken = (await read(here.hub, tenantId, begin, cut)).slice(0, cut);
        const last = taken.at(-1);
        const rest = await read(there.hub, tenantId, last ? cursorOf(last) : begin, total - cut);
        return [...taken, ...rest];
      });
      for (const size of later) all.push(...(await writer.log.append(tenantId, drafts(size))));
      for (const reading of await Promise.all(readings)) expect(reading).toEqual(all);
    }),
    { numRuns: 20 },
  );
});

test('a connection that is killed again and again costs its readers no event, even when nothing follows', async () => {
  const { subscriber, log, hub, id } = startProcess();
  const killer = connection();
  const tenants = await Promise.all(
    Array.from({ length: 3 }, async () => {
      const tenantId = newId(TenantId);
      const begin = cursorOf(await log.head(tenantId));
      const all: FriendsEvent[] = [];
      const got: FriendsEvent[] = [];
      return { tenantId, all, got, reader: hub.subscribe(tenantId, begin, undefined) };
    }),
  );
  const say = async (count: number) => {
    for (const { tenantId, all } of tenants) all.push(...(await log.append(tenantId, drafts(count))));
  };
  const hear = () => Promise.all(tenants.map(({ reader, got, all }) => take(reader, got, all.length)));
  await say(3);
  await hear();
  for (let round = 0; round < 4; round += 1) {
    const hearing = round % 2 === 0 ? null : tenants.map(({ reader }) => reader.next());
    const gone = new Promise((resolve) => subscriber.once('close', resolve));
    expect(await killer.client('KILL', 'ID', await id())).toBe(1);
    await gone;
    await say(1);
    await say(5);
    // Every other time the reader was already waiting when the connection went.
    for (const [n, next] of (hearing ?? []).entries()) {
      const { value } = await next;
      if (Array.isArray(value)) tenants[n]?.got.push(...value);
    }
    await hear();
    for (const { got, all } of tenants) expect(got).toEqual(all);
  }
  // And what comes after is heard as it is said.
  await say(2);
  await hear();
  for (const { got, all } of tenants) expect(got).toEqual(all);
});

test('a reader that takes nothing while 5,000 events are published gets them all in order, and holds up nobody', async () => {
  const { subscriber, log, hub } = startProcess();
  const tenantId = newId(TenantId);
  const begin = cursorOf(await log.head(tenantId));
  const all = await log.append(tenantId, drafts(1));
  const [slow, quick] = [
    hub.subscribe(tenantId, begin, undefined),
    hub.subscribe(tenantId, begin, undefined),
  ];
  const [late, live]: [FriendsEvent[], FriendsEvent[]] = [[], []];
  await Promise.all([take(slow, late, 1), take(quick, live, 1)]);

  const published = new Promise<void>((resolve) => {
    subscriber.on('message', (key: string, payload: string) => {
      if (key === eventsKey(tenantId) && payload.includes('"seq":5001,')) resolve();
    });
  });
  const reading = take(quick, live, 5_001);
  for (let n = 0; n < 200; n += 1) all.push(...(await log.append(tenantId, drafts(25))));
  await published;
  await reading;
  expect(seqs(live)).toEqual(seqs(all));
  expect(late).toHaveLength(1);

  await take(slow, late, all.length);
  expect(late).toEqual(all);
  all.push(...(await log.append(tenantId, drafts(3))));
  await take(slow, late, all.length);
  expect(seqs(late)).toEqual(seqs(all));
  await Promise.all([slow.return(), quick.return()]);
});

test('one batch that is larger than what is kept for a reader reaches it whole', async () => {
  const { log, hub } = startProcess();
  const tenantId = newId(TenantId);
  const begin = cursorOf(await log.head(tenantId));
  const all = await log.append(tenantId, drafts(1));
  const reader = hub.subscribe(tenantId, begin, undefined);
  const got: FriendsEvent[] = [];
  await take(reader, got, 1);
  const next = reader.next();
  all.push(...(await log.append(tenantId, drafts(2_500))));
  const { value } = await next;
  if (Array.isArray(value)) got.push(...value);
  await take(reader, got, all.length);
  expect(seqs(got)).toEqual(seqs(all));
  await reader.return();
});

test('a reader that the tail has overtaken is told that its cursor is unknown, and nothing after that', async () => {
  const { subscriber, log, hub } = startProcess({ tailEvents: 100 });
  const tenantId = newId(TenantId);
  const begin = cursorOf(await log.head(tenantId));
  await log.append(tenantId, drafts(1));
  const reader = hub.subscribe(tenantId, begin, undefined);
  await take(reader, [], 1);
  const published = new Promise<void>((resolve) => {
    subscriber.on('message', (_, payload: string) => {
      if (payload.includes('"seq":5001,')) resolve();
    });
  });
  for (let n = 0; n < 50; n += 1) await log.append(tenantId, drafts(100));
  await published;
  const got: FriendsEvent[] = [];
  let next = await reader.next();
  for (; Array.isArray(next.value); next = await reader.next()) got.push(...next.value);
  // What it had been given is in order; where it stops, it is told.
  expect(seqs(got)).toEqual(got.map((_, index) => index + 2));
  expect(got.length).toBeLessThan(5_000);
  expect(next).toEqual({ done: false, value: 'unknown-cursor' });
  expect(await reader.next()).toEqual({ done: true, value: undefined });
});

test('a reader under which the stream is lost is told so at the first event of the new epoch', async () => {
  const { log, hub } = startProcess();
  const redis = connection();
  const tenantId = newId(TenantId);
  const begin = cursorOf(await log.head(tenantId));
  await log.append(tenantId, drafts(1));
  const reader = hub.subscribe(tenantId, begin, undefined);
  await take(reader, [], 1);
  const next = reader.next();
  await redis.del(eventsKey(tenantId), tenantKey(tenantId, 'head'));
  // As many as before and one more: the numbers alone would follow on.
  const [, second] = await log.append(tenantId, drafts(2));
  expect(second?.seq).toBe(2);
  expect(await next).toEqual({ done: false, value: 'unknown-cursor' });
  expect(await reader.next()).toEqual({ done: true, value: undefined });
});
