import { createButler } from '@friendsai/butler';
import { createDatabase, nextEpoch } from '@friendsai/db';
import { createEventHub, createEventLog, createLeases, createLimiter, createRedis } from '@friendsai/redis';
import { cellToken, createOpenClawAdapter } from '@friendsai/runtime';
import { createWorkspaces } from '@friendsai/workspace';
import type { Logger } from 'pino';
import type { Env } from './env.ts';
import { cellLedger } from './ledger.ts';
import { modelSettings } from './model.ts';

/** About an hour of an eager tenant's events; who was away for longer reads a snapshot. */
const TAIL_EVENTS = 10_000;
const RUN_SILENCE_MS = 90_000;
const CONNECT_WITHIN_MS = 20_000;

/** Builds everything that the server's doors call, and what ends it. */
export function createServices(env: Env, logger: Logger) {
  const db = createDatabase(env.DATABASE_URL, { maxConnections: 20 });
  const redis = createRedis(env.REDIS_URL);
  const subscriber = createRedis(env.REDIS_URL);
  const log = createEventLog(redis, {
    nextEpoch: (tenantId) => nextEpoch(db, tenantId),
    tailEvents: TAIL_EVENTS,
  });
  const adapter = createOpenClawAdapter({
    ledger: cellLedger(db),
    tokenOf: (cellId) => cellToken(env.OPENCLAW_TOKEN, cellId),
    silenceMs: RUN_SILENCE_MS,
    connectWithinMs: CONNECT_WITHIN_MS,
  });
  const { name, demo } = modelSettings(env);
  const butler = createButler({
    db,
    log,
    hub: createEventHub(subscriber, log),
    leases: createLeases(redis),
    limiter: createLimiter(redis),
    workspaces: createWorkspaces(env.WORKSPACES_DIR),
    adapter,
    model: { name, demo },
    logger,
  });
  return {
    butler,
    /** Rejects when PostgreSQL or Redis does not answer. The runtime is not asked: without it messages are still kept. */
    async ready(): Promise<void> {
      await Promise.all([db.ping(), redis.ping()]);
    },
    /** Begins no further run, and finishes or hands over those in hand. */
    drain: () => butler.engine.drain(),
    async close(): Promise<void> {
      await butler.engine.drain();
      await adapter.close();
      redis.disconnect();
      subscriber.disconnect();
      await db.close();
    },
  };
}
