import { randomUUID } from 'node:crypto';
import type { TenantId } from '@friendsai/schema';
import type { Redis } from 'ioredis';
import { ask } from './connection.ts';
import { tenantKey } from './keys.ts';

// Compare and act in one step: a lease that ran out may be somebody else's by now.
const RENEW = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end return 0`;
const RELEASE = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0`;

/** The part of its time for which a lease is relied on without a renewal; the rest is for timers that fire late. */
const SAFE_SHARE = 0.8;

export type Lease = {
  /** Aborts when the lease is lost, or may be: always before anybody else can have it. */
  readonly signal: AbortSignal;
  /** Gives it back, so that the next need not wait for it to run out. Never throws. */
  release(): Promise<void>;
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
      const taken = await ask(() => redis.set(key, owner, 'PX', ttlMs, 'NX'));
      if (taken === null) return null;

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
          await redis.eval(RELEASE, 1, key, owner).catch(() => 0);
        },
      };
    },
  };
}
export type Leases = ReturnType<typeof createLeases>;
