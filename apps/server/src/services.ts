import { createButler } from '@friendsai/butler';
import { createDatabase, nextEpoch } from '@friendsai/db';
import {
  createEventHub,
  createEventLog,
  createLeases,
  createLimiter,
  createNonces,
  createRedis,
  purgeTenant,
} from '@friendsai/redis';
import { cellToken, createFileReader, createOpenClawAdapter, createSandbox } from '@friendsai/runtime';
import { createWorkspaces } from '@friendsai/workspace';
import type { Logger } from 'pino';
import type { Env } from './env.ts';
import { cellLedger } from './ledger.ts';
import { modelSettings } from './model.ts';
import { allTools } from './tools.ts';

/** About an hour of an eager tenant's events; who was away for longer reads a snapshot. */
const TAIL_EVENTS = 10_000;
/** Several times what a gateway takes to come back on a busy machine (20 s), and as long as somebody may be asked to wait. */
const RUN_SILENCE_MS = 90_000;

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
  });
  const { name, demo } = modelSettings(env);
  const butler = createButler({
    db,
    log,
    hub: createEventHub(subscriber, log),
    leases: createLeases(redis),
    limiter: createLimiter(redis),
    nonces: createNonces(redis),
    purgeKeys: (tenantId) => purgeTenant(redis, tenantId),
    workspaces: createWorkspaces(env.WORKSPACES_DIR),
    adapter,
    reader: createFileReader({ sandbox: createSandbox({ searchPath: process.env['PATH'] ?? '' }) }),
    tools: allTools(env, logger),
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
    drain: () => butler.drain(),
    async close(): Promise<void> {
      await butler.drain();
      await adapter.close();
      redis.disconnect();
      subscriber.disconnect();
      await db.close();
    },
  };
}
