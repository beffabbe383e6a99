import { newId, TenantId } from '@friendsai/schema';
import { redisUrl } from '@friendsai/tooling-vitest';
import { afterAll, expect, test } from 'vitest';
import { createRedis } from './connection.ts';
import { tenantKey } from './keys.ts';
import { createLeases, type Lease } from './leases.ts';

const redis = createRedis(redisUrl());
/** Two processes, as far as Redis can tell. */
const connections = [createRedis(redisUrl()), createRedis(redisUrl())];
const leasesOf = connections.map(createLeases);
afterAll(() => {
  for (const connection of [redis, ...connections]) connection.disconnect();
});

const keyOf = (tenantId: TenantId) => tenantKey(tenantId, 'lease', 'x');
const reach = (tenantId: TenantId, ttlMs = 10_000) =>
  Promise.all(leasesOf.map((leases) => leases.acquire(tenantId, 'x', { ttlMs })));

async function hold(tenantId: TenantId, ttlMs = 10_000): Promise<Lease> {
  const lease = await createLeases(redis).acquire(tenantId, 'x', { ttlMs });
  if (!lease) throw new Error('somebody has the lease');
  return lease;
}

const lost = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve());
  });

test('of two processes that reach for a lease at once, one has it, each time', async () => {
  for (let round = 0; round < 50; round += 1) {
    const tenantId = newId(TenantId);
    const held = (await reach(tenantId)).filter((lease) => lease !== null);
    expect(held).toHaveLength(1);
    await held[0]?.release();
    expect(await redis.exists(keyOf(tenantId))).toBe(0);
  }
});

test('a lease of one tenant keeps no other tenant, and no other name, waiting', async () => {
  const [one, other] = [newId(TenantId), newId(TenantId)];
  const mine = await hold(one);
  const theirs = await hold(other);
  const named = await createLeases(redis).acquire(one, 'y', { ttlMs: 10_000 });
  expect(named).not.toBeNull();
  await mine.release();
  expect(theirs.signal.aborted).toBe(false);
  expect(await redis.exists(keyOf(other), tenantKey(one, 'lease', 'y'))).toBe(2);
  await Promise.all([theirs.release(), named?.release()]);
});

test('who has lost a lease, and does not know it yet, takes nothing from the next by giving it back', async () => {
  const tenantId = newId(TenantId);
  const before = await hold(tenantId);
  await redis.del(keyOf(tenantId));
  const [winner] = (await reach(tenantId)).filter((lease) => lease !== null);
  const owner = await redis.get(keyOf(tenantId));
  // Not a single renewal has been due: its holder cannot know.
  expect(before.signal.aborted).toBe(false);
  await before.release();
  await before.release();
  expect(await redis.get(keyOf(tenantId))).toBe(owner);
  expect(winner?.signal.aborted).toBe(false);
  expect(await reach(tenantId)).toEqual([null, null]);
  await winner?.release();
});

test('a lease whose key is deleted is known for lost, and its renewal does not bring it back', async () => {
  const tenantId = newId(TenantId);
  const lease = await hold(tenantId, 1_000);
  await redis.del(keyOf(tenantId));
  await lost(lease.signal);
  expect(await redis.exists(keyOf(tenantId))).toBe(0);
  const next = await hold(tenantId);
  await next.release();
});

test('a lease that somebody else has got renews theirs for nobody', async () => {
  const tenantId = newId(TenantId);
  const lease = await hold(tenantId, 1_000);
  await redis.set(keyOf(tenantId), 'somebody else', 'PX', 60_000);
  await lost(lease.signal);
  // A renewal would have set the second that the loser's lease lasts.
  expect(await redis.pttl(keyOf(tenantId))).toBeGreaterThan(1_000);
});

test('a lease is renewed past its time, and stays the same holder’s, until it is given back', async () => {
  const ttlMs = 1_000;
  const tenantId = newId(TenantId);
  const lease = await hold(tenantId, ttlMs);
  const owner = await redis.get(keyOf(tenantId));
  // Each renewal adds what has passed since the last: more than its time in all, and it has outlived itself.
  let added = 0;
  let before = await redis.pttl(keyOf(tenantId));
  while (added <= ttlMs && !lease.signal.aborted) {
    const now = await redis.pttl(keyOf(tenantId));
    if (now > before) added += now - before;
    before = now;
    expect(await leasesOf[0]?.acquire(tenantId, 'x', { ttlMs })).toBeNull();
  }
  expect(lease.signal.aborted).toBe(false);
  expect(await redis.get(keyOf(tenantId))).toBe(owner);
  await lease.release();
  expect(await redis.exists(keyOf(tenantId))).toBe(0);
});
