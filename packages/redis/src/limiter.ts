import { FriendsError } from '@friendsai/schema';
import type { Redis } from 'ioredis';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';

/** So many points in so many seconds. */
export type Limit = { points: number; durationSec: number };

/** Counts in fixed windows that begin with the first try. The key is built by `tenantKey` or `anonymousKey`. */
export function createLimiter(redis: Redis) {
  const limiterOf = ({ points, durationSec }: Limit) =>
    new RateLimiterRedis({ storeClient: redis, keyPrefix: '', points, duration: durationSec });

  return {
    /** Errors: RATE_LIMITED with the time to wait. Fails closed: DEPENDENCY_UNAVAILABLE when Redis does not answer. */
    async consume(key: string, limit: Limit): Promise<void> {
      try {
        await limiterOf(limit).consume(key);
      } catch (refusal) {
        if (refusal instanceof RateLimiterRes) {
          throw new FriendsError('RATE_LIMITED', { retryAfterMs: refusal.msBeforeNext });
        }
        throw new FriendsError('DEPENDENCY_UNAVAILABLE', { cause: refusal });
      }
    },
    /** Takes back what has been counted. A failure only means that the old count stays. */
    async reset(key: string): Promise<void> {
      await redis.del(key).catch(() => 0);
    },
  };
}
export type Limiter = ReturnType<typeof createLimiter>;
