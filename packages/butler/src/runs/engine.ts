import type { Database } from '@friendsai/db';
import type { EventLog, Leases } from '@friendsai/redis';
import type { RuntimeAdapter } from '@friendsai/runtime';
import type { ChannelId, RunId, TenantId } from '@friendsai/schema';
import type { Logger } from 'pino';
import type { ThreadProjection } from '../projections/thread.ts';
import { workChannel } from './channel.ts';
import type { ClaimedRun } from './claim.ts';
import { channelsToSee, markSettled } from './sweep.ts';

/** Long enough that a busy event loop does not lose it, short enough that a dead owner is replaced within 10 s. */
const LEASE_TTL_MS = 5_000;
const SWEEP_EVERY_MS = 2_000;
/** How long a drain waits for runs in hand before it leaves them to others. */
const FINISH_WITHIN_MS = 10_000;

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
  const { db, adapter, logger } = deps;
  const working = new Map<ChannelId, Promise<void>>();
  /** Channels that got more work while they were being worked on. */
  const again = new Set<ChannelId>();
  const inHand = new Map<ChannelId, ClaimedRun>();
  const settled = new Map<RunId, TenantId>();
  const stopping = new AbortController();
  const handingOver = new AbortController();
  let sweeper: NodeJS.Timeout | undefined;

  /** Sees to a channel's runs; returns at once. Safe to call at any time and as often as one likes. */
  function kick(tenantId: TenantId, channelId: ChannelId): void {
    if (stopping.signal.aborted) return;
    if (working.has(channelId)) {
      again.add(channelId);
      return;
    }
    const work = seeTo(tenantId, channelId)
      .catch((error: unknown) => logger.error({ err: error, tenantId, channelId }, 'channel work failed'))
      .finally(() => {
        working.delete(channelId);
        if (again.delete(channelId)) kick(tenantId, channelId);
      });
    working.set(channelId, work);
  }

  async function seeTo(tenantId: TenantId, channelId: ChannelId): Promise<void> {
    const lease = await deps.leases.acquire(tenantId, `channel.${channelId}`, { ttlMs: LEASE_TTL_MS });
    // Somebody else is at it; they look once more when they let go.
    if (!lease) return;
    // What was queued until here is found by the look that follows.
    again.delete(channelId);
    const signals = { lease: lease.signal, stop: stopping.signal, handOver: handingOver.signal };
    try {
      await workChannel(deps, { tenantId, channelId }, signals, {
        hold: (run) => (run ? inHand.set(channelId, run) : inHand.delete(channelId)),
        settled: (run) => settled.set(run.runId, tenantId),
      });
    } finally {
      if (await lease.release()) again.add(channelId);
    }
  }

  async function sweep(): Promise<void> {
    await flushSettled();
    for (const { tenantId, channelId, stopRunId } of await channelsToSee(db)) {
      const run = inHand.get(channelId);
      if (!run) kick(tenantId, channelId);
      // Who wished it stopped may have reached another process, or a runtime that did not have the run yet.
      else if (run.runId === stopRunId) await adapter.cancel(run).catch(() => {});
    }
  }

  /** One transaction for all runs that were settled since the last time. */
  async function flushSettled(): Promise<void> {
    const marked = [...settled];
    if (marked.length === 0) return;
    await markSettled(db, marked);
    for (const [runId] of marked) settled.delete(runId);
  }

  /** Resolves when this process has nothing in hand. */
  async function idle(): Promise<void> {
    while (working.size > 0) await Promise.all(working.values());
  }

  return {
    kick,
    idle,
    /** Begins to look for work that nobody sees to: queued before a restart, or left by an owner that died. */
    start(): void {
      sweeper = setInterval(() => {
        sweep().catch((error: unknown) => logger.warn({ err: error }, 'sweep failed'));
      }, SWEEP_EVERY_MS);
    },
    /** Takes on nothing new, waits for the runs in hand, and leaves to other processes what takes long. */
    async drain(): Promise<void> {
      clearInterval(sweeper);
      stopping.abort();
      const patience = setTimeout(() => handingOver.abort(), FINISH_WITHIN_MS);
      await idle();
      clearTimeout(patience);
      await flushSettled().catch((error: unknown) => logger.warn({ err: error }, 'settled runs not marked'));
    },
  };
}
export type Engine = ReturnType<typeof createEngine>;
