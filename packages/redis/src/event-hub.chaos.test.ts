import { type Cursor, cursorOf, type EventDraft, EventType, newId, TenantId } from '@friendsai/schema';
import { redisUrl } from '@friendsai/tooling-vitest';
import type { Redis } from 'ioredis';
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createRedis } from './connection.ts';
import { createEventHub } from './event-hub.ts';
import { createEventLog, eventsKey } from './event-log.ts';

/** Well below the time after which a silent stream is compared with the log: what comes later was missed. */
const AT_ONCE_MS = 8_000;

const redis = createRedis(redisUrl());
const log = createEventLog(redis, { nextEpoch: async () => 1, tailEvents: 1_000 });
let subscriber: Redis;
let stop: AbortController;
beforeEach(async () => {
  subscriber = createRedis(redisUrl());
  stop = new AbortController();
  await subscriber.ping();
});
afterEach(() => {
  stop.abort();
  subscriber.disconnect();
});
afterAll(() => redis.disconnect());

const draft: EventDraft = {
  at: '2026-01-01T00:00:00.000Z',
  contactId: null,
  runId: null,
  taskId: null,
  event: { type: EventType.CUSTOM, name: 'x', value: null },
};

async function stream(): Promise<{ tenantId: TenantId; begin: Cursor }> {
  const tenantId = newId(TenantId);
  return { tenantId, begin: cursorOf(await log.head(tenantId)) };
}

/** Holds every SUBSCRIBE back until it is let go; `asked` resolves when the first has been asked for. */
function holdSubscribe(connection: Redis) {
  const subscribe = connection.subscribe.bind(connection);
  const asked = Promise.withResolvers<void>();
  const go = Promise.withResolvers<void>();
  vi.spyOn(connection, 'subscribe').mockImplementation(async (...keys) => {
    asked.resolve();
    await go.promise;
    return subscribe(...keys.filter((key) => typeof key === 'string'));
  });
  return { asked: asked.promise, go: go.resolve };
}

test(
  'what is said while the first viewer is still subscribing reaches the second one too',
  async () => {
    const { tenantId, begin } = await stream();
    const { asked, go } = holdSubscribe(subscriber);
    const hub = createEventHub(subscriber, log);
    const viewers = [0, 1].map(() => hub.subscribe(tenantId, begin, stop.signal).next());
    await asked;
    // Long enough for a viewer that does not wait to have found the log empty.
    await redis.ping();
    const events = await log.append(tenantId, [draft]);
    go();
    expect(await Promise.all(viewers)).toEqual([0, 1].map(() => ({ done: false, value: events })));
  },
  AT_ONCE_MS,
);

test(
  'what is said between a reconnect and the new subscription reaches the viewer',
  async () => {
    const { tenantId, begin } = await stream();
    const hub = createEventHub(subscriber, log);
    const viewer = hub.subscribe(tenantId, begin, stop.signal);
    const first = await log.append(tenantId, [draft]);
    expect((await viewer.next()).value).toEqual(first);
    const next = viewer.next();
    const { asked, go } = holdSubscribe(subscriber);
    const ready = new Promise((resolve) => subscriber.once('ready', resolve));
    subscriber.disconnect(true);
    await Promise.all([ready, asked]);
    // A viewer that reads the log too early has done so after this.
    await redis.ping();
    const events = await log.append(tenantId, [draft]);
    go();
    expect((await next).value).toEqual(events);
  },
  AT_ONCE_MS,
);

test('a viewer who comes while Redis is away is told so, and leaves nothing that keeps the next from hearing', async () => {
  const { tenantId, begin } = await stream();
  const hub = createEventHub(subscriber, log);
  const ended = new Promise((resolve) => subscriber.once('end', resolve));
  subscriber.disconnect();
  await ended;
  await expect(hub.subscribe(tenantId, begin, stop.signal).next()).rejects.toMatchObject({
    code: 'DEPENDENCY_UNAVAILABLE',
  });
  await subscriber.connect();
  const viewer = hub.subscribe(tenantId, begin, stop.signal);
  const events = await log.append(tenantId, [draft]);
  expect((await viewer.next()).value).toEqual(events);
  expect(await redis.pubsub('NUMSUB', eventsKey(tenantId))).toEqual([eventsKey(tenantId), 1]);
});

test('Redis is asked once for all viewers of a tenant, and no more when the last has left', async () => {
  const { tenantId, begin } = await stream();
  const hub = createEventHub(subscriber, log);
  const key = eventsKey(tenantId);
  const viewers = Array.from({ length: 3 }, () => hub.subscribe(tenantId, begin, stop.signal));
  await log.append(tenantId, [draft]);
  for (const viewer of viewers) await viewer.next();
  expect(await redis.pubsub('NUMSUB', key)).toEqual([key, 1]);
  const unsubscribed = vi.spyOn(subscriber, 'unsubscribe');
  for (const viewer of viewers) await viewer.return();
  expect(unsubscribed).toHaveBeenCalledTimes(1);
  await unsubscribed.mock.results[0]?.value;
  expect(await redis.pubsub('NUMSUB', key)).toEqual([key, 0]);
});
