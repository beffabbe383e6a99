import { randomUUID } from 'node:crypto';
import type { TenantId } from '@friendsai/schema';
import type { Redis } from 'ioredis';
import { ask } from './connection.ts';
import { tenantKey } from './keys.ts';

// Compare and act in one step: a lease that ran out may be somebody else's by now.
const RENEW = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end return 0`;
// Who finds it taken leaves word, so that the holder looks once more for what the other one came for.
const ACQUIRE = `
if redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2], 'NX') then return 1 end
redis.call('SET', KEYS[2], '1', 'PX', ARGV[2])
return 0`;
const RELEASE = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[1])
return redis.call('DEL', KEYS[2])`;

/** The part of its time for which a lease is relied on without a renewal; the rest is for timers that fire late. */
const SAFE_SHARE = 0.8;

export type Lease = {
  /** Aborts when the lease is lost, or may be: always before anybody else can have it. */
  readonly signal: AbortSignal;
  /** Gives it back, so that the next need not wait for it to run out. True when somebody came for it meanwhile and went away. Never throws. */
  release(): Promise<boolean>;
};

/**
 * Leases on names of a tenant. A lease alone does not protect a write (its holder may be paused past its end and not
 * know); the fencing token from PostgreSQL does. It keeps two from working at the same time in the ordinary case.
 */
export function createLeases(redis: Redis) {
  return {
    /** Null when somebody has it. Renews itself until released or lost. Errors: DEPENDENCY_UNAVAILABLE. */
    async acquire(tenantId: TenantId, name: string, { ttlMs }: { ttlMs: number }): Promise<Lease | null> {
      const key = tenantKey(tenantId, 'lease', name);
      const owner = randomUUID();
      const askedAt = performance.now();
      const wantedKey = tenantKey(tenantId, 'lease', name, 'wanted');
      const taken = await ask(() => redis.eval(ACQUIRE, 2, key, wantedKey, owner, ttlMs));
      if (taken !== 1) return null;

      const lost = new AbortController();
      let lastMoment: NodeJS.Timeout | undefined;
      const end = () => {
        clearInterval(renewing);
        clearTimeout(lastMoment);
        lost.abort();
      };
      // Judged from before the question: the answer's way back does not lengthen the lease. A timer of its own, because a
      // Redis that stalls leaves the renewals without any answer at all.
      const holdSince = (moment: number) => {
        if (lost.signal.aborted) return;
        clearTimeout(lastMoment);
        const leftMs = moment + ttlMs * SAFE_SHARE - performance.now();
        if (leftMs > 0) lastMoment = setTimeout(end, leftMs);
        else end();
      };
      const renewing = setInterval(async () => {
        const renewedAt = performance.now();
        const renewed = await redis.eval(RENEW, 1, key, owner, ttlMs).catch(() => null);
        if (renewed === 1) holdSince(renewedAt);
        // No answer is no loss yet: the next renewal may still come in time.
        else if (renewed === 0) end();
      }, ttlMs / 5);
      holdSince(askedAt);
      return {
        signal: lost.signal,
        async release() {
          end();
          // When Redis does not answer, the lease runs out by itself.
          return (await redis.eval(RELEASE, 2, key, wantedKey, owner).catch(() => 0)) === 1;
        },
      };
    },
  };
}
export type Leases = ReturnType<typeof createLeases>;
