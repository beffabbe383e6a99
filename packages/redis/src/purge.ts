import type { TenantId } from '@friendsai/schema';
import type { Redis } from 'ioredis';
import { ask } from './connection.ts';
import { tenantKey } from './keys.ts';

const PAGE_KEYS = 500;

/** Removes every key of a tenant. Again does no harm. Errors: DEPENDENCY_UNAVAILABLE. */
export async function purgeTenant(redis: Redis, tenantId: TenantId): Promise<void> {
  // The one thing of a pattern's that an id could hold is a star, and ids hold none.
  const pattern = `${tenantKey(tenantId, 'x').slice(0, -1)}*`;
  let cursor = '0';
  do {
    const [next, keys] = await ask(() => redis.scan(cursor, 'MATCH', pattern, 'COUNT', PAGE_KEYS));
    if (keys.length > 0) await ask(() => redis.unlink(...keys));
    cursor = next;
  } while (cursor !== '0');
}
