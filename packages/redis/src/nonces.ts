import type { TenantId } from '@friendsai/schema';
import type { Redis } from 'ioredis';
import { ask } from './connection.ts';
import { tenantKey } from './keys.ts';

/** Remembers what may be seen once only. */
export function createNonces(redis: Redis) {
  return {
    /**
     * True for the first who shows it within that time, false for everybody after. Fails closed: DEPENDENCY_UNAVAILABLE when Redis
     * does not answer.
     */
    async spend(tenantId: TenantId, nonce: string, keptMs: number): Promise<boolean> {
      const key = tenantKey(tenantId, 'nonce', nonce);
      return (await ask(() => redis.set(key, '1', 'PX', keptMs, 'NX'))) === 'OK';
    },
  };
}
export type Nonces = ReturnType<typeof createNonces>;
