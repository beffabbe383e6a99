import { connect, createServer, type Socket } from 'node:net';
import { newId, TenantId } from '@friendsai/schema';
import { redisUrl } from '@friendsai/tooling-vitest';
import { afterAll, expect, test } from 'vitest';
import { createRedis } from './connection.ts';
import { anonymousKey, tenantKey } from './keys.ts';
import { createLeases } from './leases.ts';
import { createLimiter } from './limiter.ts';

const redis = createRedis(redisUrl());
const leases = createLeases(redis);
afterAll(() => redis.disconnect());

/** Redis behind a line that can stall: connections stay open and nothing comes through, as with a paused server. */
async function stallingRedis() {
  const { hostname, port } = new URL(redisUrl());
  const sockets: Socket[] = [];
  const line = createServer((near) => {
    const far = connect(Number(port), hostname);
    sockets.push(near, far);
    for (const socket of [near, far]) socket.on('error', () => {});
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => line.listen(0, '127.0.0.1', resolve));
  const address = line.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const connection = createRedis(`redis://127.0.0.1:${address.port}`);
  return {
    connection,
    stall: () => {
      for (const socket of sockets) socket.pause();
    },
    close: () => {
      connection.disconnect();
      for (const socket of sockets) socket.destroy();
      line.close();
    },
  };
}

const lost = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve());
  });

test('of many who reach for a lease, one has it; it is free again when it is given back', async () => {
  const tenantId = newId(TenantId);
  const reach = () => leases.acquire(tenantId, 'x', { ttlMs: 5_000 });
  const held = (await Promise.all(Array.from({ length: 20 }, reach))).filter((lease) => lease !== null);
  expect(held).toHaveLength(1);
  expect(await reach()).toBeNull();
  await held[0]?.release();
  expect(held[0]?.signal.aborted).toBe(true);
  const next = await reach();
  expect(next).not.toBeNull();
  // Giving back what one no longer has takes nothing from who has it now.
  await held[0]?.release();
  expect(await reach()).toBeNull();
  await next?.release();
});

test('a lease that is kept is renewed beyond its time, and one that was taken away is known for lost', async () => {
  const tenantId = newId(TenantId);
  const lease = await leases.acquire(tenantId, 'y', { ttlMs: 400 });
  const key = tenantKey(tenantId, 'lease', 'y');
  // Its time left goes down; that it goes up again is a renewal.
  let before = await redis.pttl(key);
  while (true) {
    const now = await redis.pttl(key);
    if (now > before) break;
    before = now;
  }
  expect(lease?.signal.aborted).toBe(false);
  await redis.set(key, 'somebody else');
  if (lease) await lost(lease.signal);
  expect(await redis.get(key)).toBe('somebody else');
});

test('a lease that cannot be renewed is given up before its time has run out', async () => {
  const own = createRedis(redisUrl());
  const tenantId = newId(TenantId);
  const lease = await createLeases(own).acquire(tenantId, 'z', { ttlMs: 1_000 });
  own.disconnect();
  if (lease) await lost(lease.signal);
  expect(await redis.exists(tenantKey(tenantId, 'lease', 'z'))).toBe(1);
});

test('a lease is given up while it is still ours when Redis stalls without breaking the connection', async () => {
  const { connection, stall, close } = await stallingRedis();
  const tenantId = newId(TenantId);
  const lease = await createLeases(connection).acquire(tenantId, 'stalled', { ttlMs: 2_000 });
  stall();
  if (lease) await lost(lease.signal);
  expect(await redis.exists(tenantKey(tenantId, 'lease', 'stalled'))).toBe(1);
  close();
});

test('those who reach for a lease again and again never hold it at the same time', async () => {
  const tenantId = newId(TenantId);
  let holders = 0;
  let most = 0;
  let held = 0;
  const contend = async () => {
    while (held < 60) {
      const lease = await leases.acquire(tenantId, 'contended', { ttlMs: 5_000 });
      if (!lease) continue;
      holders += 1;
      held += 1;
      most = Math.max(most, holders);
      await redis.ping();
      holders -= 1;
      await lease.release();
    }
  };
  await Promise.all(Array.from({ length: 6 }, contend));
  expect(most).toBe(1);
});

test('a limit that cannot be counted lets nobody through', async () => {
  const gone = createRedis(redisUrl());
  await gone.ping();
  gone.disconnect();
  const trying = createLimiter(gone).consume(anonymousKey('test', newId(TenantId)), {
    points: 3,
    durationSec: 60,
  });
  await expect(trying).rejects.toMatchObject({ code: 'DEPENDENCY_UNAVAILABLE' });
});

test('a limit lets so many through, says how long to wait, and can be taken back', async () => {
  const limiter = createLimiter(redis);
  const key = anonymousKey('test', newId(TenantId));
  const limit = { points: 3, durationSec: 60 };
  const tries = await Promise.allSettled(Array.from({ length: 10 }, () => limiter.consume(key, limit)));
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
  await expect(limiter.consume(key, limit)).rejects.toMatchObject({
    code: 'RATE_LIMITED',
    retryAfterMs: expect.any(Number),
  });
  await limiter.reset(key);
  await limiter.consume(key, limit);
});

test('a key names its tenant, and no part of it can name another', () => {
  const tenantId = newId(TenantId);
  expect(tenantKey(tenantId, 'lease', 'a')).toBe(`t:${tenantId}:lease:a`);
  for (const part of ['a:b', '', 'a b', '*', '\n', 'x'.repeat(201)])
    expect(() => tenantKey(tenantId, part)).toThrow();
});

test('every key that is in Redis is a tenant’s or an anonymous one', async () => {
  const keys: string[] = [];
  for await (const page of redis.scanStream({ count: 1_000 })) keys.push(...page);
  expect(keys.filter((key) => !/^(t:[0-9a-f-]{36}|anon):[A-Za-z0-9._:-]+$/.test(key))).toEqual([]);
});
