import { newId, TenantId } from '@friendsai/schema';
import { redisUrl } from '@friendsai/tooling-vitest';
import { afterAll, expect, test } from 'vitest';
import { createRedis } from './connection.ts';
import { tenantKey } from './keys.ts';
import { purgeTenant } from './purge.ts';

const redis = createRedis(redisUrl());
afterAll(() => redis.disconnect());

test('every key of the tenant goes, and none of another one', async () => {
  const mine = newId(TenantId);
  const theirs = newId(TenantId);
  const keysOf = (tenantId: TenantId) =>
    Array.from({ length: 1_500 }, (_, n) => tenantKey(tenantId, 'test', `${n}`));
  for (const tenantId of [mine, theirs]) {
    await redis.mset(...keysOf(tenantId).flatMap((key) => [key, 'kept']));
  }
  await purgeTenant(redis, mine);
  await purgeTenant(redis, mine);
  expect(await redis.exists(...keysOf(mine))).toBe(0);
  expect(await redis.exists(...keysOf(theirs))).toBe(1_500);
  await redis.unlink(...keysOf(theirs));
});
