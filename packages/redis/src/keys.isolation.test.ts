import { cursorOf, type EventDraft, EventType, newId, TenantId } from '@friendsai/schema';
import { redisUrl } from '@friendsai/tooling-vitest';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { createRedis } from './connection.ts';
import { createEventLog, eventsKey } from './event-log.ts';
import { anonymousKey, tenantKey } from './keys.ts';
import { createLeases } from './leases.ts';
import { createLimiter } from './limiter.ts';

const redis = createRedis(redisUrl());
afterAll(() => redis.disconnect());

const tenant = fc.uuid().map((id) => TenantId.parse(id));
const twoTenants = fc.tuple(tenant, tenant).filter(([one, other]) => one !== other);
const part = fc.stringMatching(/^[A-Za-z0-9._-]{1,40}$/);
/** Ids are parts too: what names another tenant must not lead to it. */
const parts = fc.tuple(fc.oneof(part, tenant), fc.array(fc.oneof(part, tenant), { maxLength: 4 }));
type Parts = [string, string[]];
const keyOf = (tenantId: TenantId, [first, rest]: Parts) => tenantKey(tenantId, first, ...rest);

test('keys of two tenants never meet, whatever their parts, and none lies below the other’s', () => {
  fc.assert(
    fc.property(twoTenants, parts, parts, ([one, other], mine, theirs) => {
      const [key, their] = [keyOf(one, mine), keyOf(other, theirs)];
      expect(key).not.toBe(their);
      expect(key.startsWith(`t:${one}:`)).toBe(true);
      expect(key.startsWith(`t:${other}:`)).toBe(false);
      expect(their.startsWith(`t:${one}:`)).toBe(false);
    }),
    { numRuns: 1_000 },
  );
});

test('a tenant’s two keys are one only when all their parts are', () => {
  fc.assert(
    fc.property(tenant, parts, parts, (tenantId, one, other) => {
      const same = JSON.stringify(one.flat()) === JSON.stringify(other.flat());
      expect(keyOf(tenantId, one) === keyOf(tenantId, other)).toBe(same);
    }),
    { numRuns: 1_000 },
  );
});

test('a key without a tenant is never a tenant’s', () => {
  fc.assert(
    fc.property(tenant, parts, parts, (tenantId, mine, [first, rest]) => {
      const anonymous = anonymousKey(first, ...rest);
      expect(anonymous).not.toBe(keyOf(tenantId, mine));
      expect(anonymous.startsWith('t:')).toBe(false);
    }),
  );
});

/** Refused wherever it stands: alone, first, in between, last. */
function expectRefused(tenantId: TenantId, bad: string, sound: string) {
  expect(() => tenantKey(tenantId, bad)).toThrow('not a part of a key');
  expect(() => tenantKey(tenantId, bad, sound)).toThrow('not a part of a key');
  expect(() => tenantKey(tenantId, sound, bad, sound)).toThrow('not a part of a key');
  expect(() => tenantKey(tenantId, sound, bad)).toThrow('not a part of a key');
  expect(() => anonymousKey(bad)).toThrow('not a part of a key');
  expect(() => anonymousKey(sound, bad)).toThrow('not a part of a key');
}

test('a part with a colon in it is refused, wherever the colon and wherever the part', () => {
  const piece = fc.oneof(part, fc.constant(''), fc.string({ unit: 'binary', maxLength: 20 }));
  fc.assert(
    fc.property(tenant, piece, piece, part, (tenantId, before, after, sound) => {
      expectRefused(tenantId, `${before}:${after}`, sound);
    }),
    { numRuns: 500 },
  );
});

test('a part of other letters than ours, of none, or of too many is refused', () => {
  const foreign = fc
    .string({ unit: 'binary', maxLength: 40 })
    .filter((text) => !/^[A-Za-z0-9._-]+$/.test(text) || text.endsWith('\n'));
  fc.assert(
    fc.property(tenant, foreign, part, (tenantId, bad, sound) => expectRefused(tenantId, bad, sound)),
    { numRuns: 500 },
  );
  const tenantId = newId(TenantId);
  for (const bad of ['', 'a\n', '\na', '*', '?', '[a]', 'a b', 'a\0', 'ä', 'a'.repeat(201)])
    expectRefused(tenantId, bad, 'sound');
});

test('in Redis, too: what one tenant keeps is untouched when all that the other has is deleted', async () => {
  const [one, other] = [newId(TenantId), newId(TenantId)];
  const log = createEventLog(redis, { nextEpoch: async () => 1, tailEvents: 100 });
  const limiter = createLimiter(redis);
  const leases = createLeases(redis);
  const draft = (name: string): EventDraft => ({
    at: '2026-01-01T00:00:00.000Z',
    contactId: null,
    runId: null,
    taskId: null,
    event: { type: EventType.CUSTOM, name, value: null },
  });
  const limit = { points: 1, durationSec: 60 };
  const keys = async (tenantId: TenantId) => {
    const found: string[] = [];
    for await (const page of redis.scanStream({ match: `t:${tenantId}:*`, count: 1_000 }))
      found.push(...page);
    return [...new Set(found)].sort();
  };
  const [mine, theirs] = await Promise.all(
    [one, other].map(async (tenantId) => {
      const events = await log.append(tenantId, [draft(tenantId)]);
      await limiter.consume(tenantKey(tenantId, 'limit'), limit);
      const lease = await leases.acquire(tenantId, 'x', { ttlMs: 60_000 });
      return { events, lease, keys: await keys(tenantId) };
    }),
  );
  const names = (tenantId: TenantId) =>
    ['events', 'head', 'lease:x', 'limit'].map((name) => `t:${tenantId}:${name}`);
  expect(mine?.keys).toEqual(names(one));
  expect(theirs?.keys).toEqual(names(other));
  await redis.del(...names(one));
  expect(await keys(one)).toEqual([]);
  expect(await keys(other)).toEqual(names(other));
  expect(eventsKey(other)).toBe(names(other)[0]);
  expect(await log.readAfter(other, cursorOf({ epoch: 1, seq: 0 }), 10)).toEqual({
    events: theirs?.events,
    complete: true,
  });
  expect(await leases.acquire(other, 'x', { ttlMs: 60_000 })).toBeNull();
  await expect(limiter.consume(tenantKey(other, 'limit'), limit)).rejects.toMatchObject({
    code: 'RATE_LIMITED',
  });
  await Promise.all([mine?.lease?.release(), theirs?.lease?.release()]);
});
