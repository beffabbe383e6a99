import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AppRouter } from '@friendsai/api';
import type { Caller } from '@friendsai/butler';
import { createDatabase, type Database, nextEpoch } from '@friendsai/db';
import { demoModelClient } from '@friendsai/demo-model/client';
import { createEventLog, createRedis, type EventLog } from '@friendsai/redis';
import type { ContactId } from '@friendsai/schema';
import { type Stack, startStack, throwawayState } from '@friendsai/stack';
import { createTRPCClient, httpLink, type TRPCClient } from '@trpc/client';
import { pino } from 'pino';
import { Env } from '../env.ts';
import { createServices } from '../services.ts';

/** A tenant's clients, one for each server. */
export type Resident = {
  caller: Caller;
  token: string;
  contacts: readonly ContactId[];
  apis: readonly TRPCClient<AppRouter>[];
};

export type Site = {
  stack: Stack;
  model: ReturnType<typeof demoModelClient>;
  /** Doors of the checker's own to the ledger and the stream. */
  db: Database;
  log: EventLog;
  newResident(contacts: number): Promise<Resident>;
  /** The pid of a part as it runs now: 'server', 'server-2', 'redis', 'postgresql', 'gateway'. */
  pidOf(part: string): number;
  close(): Promise<void>;
};

/** Two server processes, a worker, a gateway, PostgreSQL and Redis that keep their data: all processes that can be killed. */
export async function openSite(): Promise<Site> {
  const state = throwawayState();
  const stack = await startStack({
    stateDir: state.path,
    purpose: 'throwaway',
    apps: 'none',
    servers: 2,
    durable: true,
    settings: { SLOTS_PER_CELL: '8', SLOTS_LOW_WATER: '0', LOG_LEVEL: 'warn' },
    say: () => {},
  });
  const env = Env.parse(stack.serverEnv);
  // For registering only: this process executes no runs.
  const services = createServices(env, pino({ level: 'silent' }));
  const db = createDatabase(env.DATABASE_URL, { maxConnections: 4 });
  const redis = createRedis(env.REDIS_URL);
  const log = createEventLog(redis, {
    nextEpoch: (tenantId) => nextEpoch(db, tenantId),
    tailEvents: 100_000,
  });

  function pidOf(part: string): number {
    const folder =
      part === 'gateway' ? join(stack.cellsDir, readdirSync(stack.cellsDir)[0] ?? '') : state.path;
    const file = part === 'gateway' ? 'gateway.pid' : join('pids', `${part}.pid`);
    return Number.parseInt(readFileSync(join(folder, file), 'utf8'), 10);
  }

  return {
    stack,
    model: demoModelClient(stack.demoModelUrl ?? ''),
    db,
    log,
    pidOf,
    async newResident(contacts) {
      const origin = { requestId: randomUUID(), peerAddress: randomUUID() };
      const account = {
        email: `${randomUUID()}@example.com`,
        password: 'correct horse battery',
        name: 'Ann',
      };
      const { accounts } = services.butler;
      const { tenantId, userId } = await accounts.register({ ...account, locale: 'en' }, origin);
      const caller = { tenantId, userId, requestId: origin.requestId };
      const { secret: token } = await accounts.createToken(caller, { name: 'test' });
      const headers = { authorization: `Bearer ${token}` };
      const apis = stack.serverUrls.map((url) =>
        createTRPCClient<AppRouter>({ links: [httpLink({ url: `${url}/trpc`, headers })] }),
      );
      const made: ContactId[] = [];
      for (let n = 0; n < contacts; n += 1) {
        const contact = await apis[0]?.contacts.create.mutate({ name: `Contact ${n}` });
        if (contact) made.push(contact.id);
      }
      return { caller, token, contacts: made, apis };
    },
    async close() {
      await services.close();
      redis.disconnect();
      await db.close();
      await stack.stop();
      state.remove();
    },
  };
}
