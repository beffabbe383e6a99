import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type AppRouter, createHttpDoors } from '@friendsai/api';
import type { Caller } from '@friendsai/butler';
import { createDatabase, type Database, nextEpoch } from '@friendsai/db';
import { testDatabase } from '@friendsai/db/testing';
import { type DemoModel, startDemoModel } from '@friendsai/demo-model';
import { createEventLog, createRedis, type EventLog } from '@friendsai/redis';
import type { CellLedger } from '@friendsai/runtime';
import { redisUrl } from '@friendsai/tooling-vitest';
import { createTRPCClient, httpLink, type TRPCClient } from '@trpc/client';
import { pino } from 'pino';
import { Env } from '../env.ts';
import { createKeeper } from '../keeper.ts';
import { cellLedger } from '../ledger.ts';
import { createServices } from '../services.ts';

/** Somebody with an account, and a client that speaks for them. */
export type Person = { caller: Caller; token: string; api: TRPCClient<AppRouter> };

export type House = {
  url: string;
  env: Env;
  model: DemoModel;
  services: ReturnType<typeof createServices>;
  /** The streams, for writing into them beside the server. */
  log: EventLog;
  ledger: CellLedger;
  /** A door of the test's own to the ledger. */
  db: Database;
  /** The database as its owner sees it. */
  ownerUrl: string;
  /** The cells, if the house has some. Starting waits until the first is ready. */
  startCells(): Promise<void>;
  newPerson(): Promise<Person>;
  close(): Promise<void>;
};

/**
 * The whole server side in this process, on real parts: PostgreSQL, Redis, HTTP and, once `startCells` is called, real
 * gateways that speak with the demo model.
 */
export async function openHouse(settings: Record<string, string> = {}): Promise<House> {
  const dir = mkdtempSync(join(tmpdir(), 'friendsai-house-'));
  const database = await testDatabase();
  const model = await startDemoModel();
  const logger = pino({ level: 'silent' });
  const server = createServer();
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const url = `http://127.0.0.1:${port}`;
  const secret = () => randomUUID().repeat(2);
  const env = Env.parse({
    DATABASE_URL: database.appUrl,
    REDIS_URL: redisUrl(),
    AUTH_SECRET: secret(),
    BRIDGE_SECRET: secret(),
    OPENCLAW_TOKEN: secret(),
    WORKSPACES_DIR: join(dir, 'workspaces'),
    CELLS_DIR: join(dir, 'cells'),
    SERVER_URL: url,
    DEMO_MODEL_URL: model.url,
    SLOTS_PER_CELL: '4',
    SLOTS_LOW_WATER: '0',
    ...settings,
  });
  const services = createServices(env, logger);
  const doors = createHttpDoors({
    butler: services.butler,
    authSecret: env.AUTH_SECRET,
    bridgeSecret: env.BRIDGE_SECRET,
    allowedOrigins: [env.WEB_ORIGIN, env.H5_ORIGIN],
    ready: services.ready,
    logger,
  });
  server.on('request', doors.listener);
  services.butler.start();
  const cellsDb = createDatabase(env.DATABASE_URL, { maxConnections: 2 });
  const ledger = cellLedger(cellsDb);
  const redis = createRedis(env.REDIS_URL);
  const log = createEventLog(redis, {
    nextEpoch: (tenantId) => nextEpoch(cellsDb, tenantId),
    tailEvents: 10_000,
  });
  const keeper = createKeeper(env, cellsDb, logger);
  let hasCells = false;

  return {
    url,
    env,
    model,
    services,
    log,
    ledger,
    db: cellsDb,
    ownerUrl: database.ownerUrl,
    async startCells() {
      hasCells = true;
      keeper.start();
      await until(async () => (await ledger.cells()).some((cell) => cell.state === 'ready'));
    },
    async newPerson() {
      const origin = { requestId: randomUUID(), peerAddress: randomUUID() };
      const account = {
        email: `${randomUUID()}@example.com`,
        password: 'correct horse battery',
        name: 'Ann',
      };
      const { tenantId, userId } = await services.butler.accounts.register(
        { ...account, locale: 'en' },
        origin,
      );
      const caller = { tenantId, userId, requestId: origin.requestId };
      const { secret: token } = await services.butler.accounts.createToken(caller, { name: 'test' });
      const api = createTRPCClient<AppRouter>({
        links: [httpLink({ url: `${url}/trpc`, headers: { authorization: `Bearer ${token}` } })],
      });
      return { caller, token, api };
    },
    async close() {
      doors.endStreams();
      server.close();
      server.closeAllConnections();
      await services.close();
      if (hasCells) await keeper.stop();
      redis.disconnect();
      await cellsDb.close();
      await model.close();
      await database.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Short beside what is waited for; long enough to leave the cores to whoever brings it about. */
const LOOK_EVERY_MS = 25;

/** Looks again and again until it is so. The test's own time limit ends a wait that is in vain. */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await delay(LOOK_EVERY_MS);
}
