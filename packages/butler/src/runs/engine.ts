import type { Database } from '@friendsai/db';
import type { EventLog, Lease, Leases } from '@friendsai/redis';
import type { RuntimeAdapter } from '@friendsai/runtime';
import type { ChannelId, TenantId } from '@friendsai/schema';
import type { Logger } from 'pino';
import type { ThreadProjection } from '../projections/thread.ts';
import { workChannel } from './channel.ts';
import { hasUnfinished, unfinishedChannels } from './sweep.ts';

/** Long enough that a busy event loop does not lose it, short enough that a dead owner is replaced within 10 s. */
const LEASE_TTL_MS = 5_000;
const SWEEP_EVERY_MS = 2_000;

export type EngineDeps = {
  db: Database;
  log: EventLog;
  leases: Leases;
  adapter: RuntimeAdapter;
  thread: ThreadProjection;
  logger: Logger;
};

/**
 * Executes runs: one at a time per channel, in the order of their messages. Any number of processes may run an
 * engine; the channel's lease says whose turn it is, the fencing token whose writes count.
 */
export function createEngine(deps: EngineDeps) {
  const working = new Map<ChannelId, Promise<void>>();
  /** Channels that got more work while they were being worked on. */
  const again = new Set<ChannelId>();
  const stopping = new AbortController();
  let sweeper: NodeJS.Timeout | undefined;

  /** Sees to a channel's queued runs; returns at once. Safe to call at any time and as often as one likes. */
  function kick(tenantId: TenantId, channelId: ChannelId): void {
    if (stopping.signal.aborted) return;
    if (working.has(channelId)) {
      again.add(channelId);
      return;
    }
    const work = seeTo(tenantId, channelId)
      .catch((error: unknown) =>
        deps.logger.error({ err: error, tenantId, channelId }, 'channel work failed'),
      )
      .finally(() => {
        working.delete(channelId);
        if (again.delete(channelId)) kick(tenantId, channelId);
      });
    working.set(channelId, work);
  }

  async function seeTo(tenantId: TenantId, channelId: ChannelId): Promise<void> {
    const lease: Lease | null = await deps.leases.acquire(tenantId, `channel.${channelId}`, {
      ttlMs: LEASE_TTL_MS,
    });
    // Somebody else is at it; they look once more after they have let go.
    if (!lease) return;
    try {
      await workChannel(deps, tenantId, channelId, lease.signal, stopping.signal);
    } finally {
      await lease.release();
    }
    // A run that was queued after the last look and before the release found the lease taken and went away.
    if (await hasUnfinished(deps.db, tenantId, channelId)) again.add(channelId);
  }

  async function sweep(): Promise<void> {
    for (const { tenantId, channelId } of await unfinishedChannels(deps.db)) kick(tenantId, channelId);
  }

  return {
    kick,
    /** Begins to look for work that nobody sees to: queued before a restart, or left by an owner that died. */
    start(): void {
      sweeper = setInterval(() => {
        sweep().catch((error: unknown) => deps.logger.warn({ err: error }, 'sweep failed'));
      }, SWEEP_EVERY_MS);
    },
    /** Resolves when this process has nothing in hand. */
    async settled(): Promise<void> {
      while (working.size > 0) await Promise.all(working.values());
    },
    /** Takes on nothing new and waits for the runs in hand. */
    async drain(): Promise<void> {
      clearInterval(sweeper);
      stopping.abort();
      await this.settled();
    },
  };
}
export type Engine = ReturnType<typeof createEngine>;
