import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AppRouter } from '@friendsai/api';
import type { Caller } from '@friendsai/butler';
import { createDatabase, type Database, nextEpoch } from '@friendsai/db';
import { createEventLog, createRedis, type EventLog } from '@friendsai/redis';
import { Env } from '@friendsai/server/src/env.ts';
import { createServices } from '@friendsai/server/src/services.ts';
import { type Stack, startStack, throwawayState } from '@friendsai/stack';
import { createTRPCClient, httpLink, type TRPCClient } from '@trpc/client';
import { pino } from 'pino';
import { z } from 'zod';

/** As many as the server keeps (TAIL_EVENTS in apps/server/src/services.ts): who appends is who trims. */
const TAIL_EVENTS = 10_000;

/** Somebody with an account and a token, and a client that speaks for them with the first server. */
export type Person = { caller: Caller; token: string; api: TRPCClient<AppRouter> };

/** A throwaway stack, and doors of the benchmarks' own to its parts. */
export type Site = {
  stack: Stack;
  env: Env;
  /** The database as its owner sees it. */
  ownerUrl: string;
  /** Of the application's role. */
  appPassword: string;
  db: Database;
  redis: ReturnType<typeof createRedis>;
  log: EventLog;
  newPerson(): Promise<Person>;
};

const Secrets = z.object({ ownerPassword: z.string(), appPassword: z.string() });

/**
 * Brings up PostgreSQL and Redis that keep their data, two servers, the demo model and a gateway; ends the parts that a
 * benchmark does not need, so that they take no time of its; ends the rest when it is done or has failed.
 *
 * @param needless names of the stack's services.
 * @param signal calls the whole off.
 */
export async function withSite<Value>(
  needless: readonly string[],
  signal: AbortSignal,
  work: (site: Site) => Promise<Value>,
): Promise<Value> {
  const state = throwawayState();
  const closing: (() => unknown)[] = [() => state.remove()];
  try {
    const stack = await startStack({
      stateDir: state.path,
      purpose: 'throwaway',
      apps: 'none',
      servers: 2,
      durable: true,
      settings: { SLOTS_PER_CELL: '4', SLOTS_LOW_WATER: '0', LOG_LEVEL: 'warn' },
      signal,
      say: () => {},
    });
    closing.push(() => stack.stop());
    for (const name of needless) await stack.service(name).stop();

    const env = Env.parse(stack.serverEnv);
    const secrets = Secrets.parse(JSON.parse(readFileSync(join(state.path, 'secrets.json'), 'utf8')));
    const owner = new URL(env.DATABASE_URL);
    owner.username = 'friendsai_owner';
    owner.password = secrets.ownerPassword;

    // For registering only: its engine is never started, and drained at once.
    const services = createServices(env, pino({ level: 'silent' }));
    closing.push(() => services.close());
    const db = createDatabase(env.DATABASE_URL, { maxConnections: 4 });
    closing.push(() => db.close());
    const redis = createRedis(env.REDIS_URL);
    closing.push(() => redis.disconnect());
    const log = createEventLog(redis, {
      nextEpoch: (tenantId) => nextEpoch(db, tenantId),
      tailEvents: TAIL_EVENTS,
    });

    return await orCalledOff(
      signal,
      work({
        stack,
        env,
        ownerUrl: owner.href,
        appPassword: secrets.appPassword,
        db,
        redis,
        log,
        newPerson: () => newPerson(services, stack.serverUrls[0] ?? ''),
      }),
    );
  } finally {
    for (const close of closing.toReversed()) await close();
  }
}

/** Registers somebody through the services of some process. */
export async function newPerson(
  services: ReturnType<typeof createServices>,
  serverUrl: string,
): Promise<Person> {
  const origin = { requestId: randomUUID(), peerAddress: randomUUID() };
  const account = { email: `${randomUUID()}@example.com`, password: 'correct horse battery', name: 'Ann' };
  const { accounts } = services.butler;
  const { tenantId, userId } = await accounts.register({ ...account, locale: 'en' }, origin);
  const caller = { tenantId, userId, requestId: origin.requestId };
  const { secret: token } = await accounts.createToken(caller, { name: 'bench' });
  const headers = { authorization: `Bearer ${token}` };
  const api = createTRPCClient<AppRouter>({ links: [httpLink({ url: `${serverUrl}/trpc`, headers })] });
  return { caller, token, api };
}

async function orCalledOff<Value>(signal: AbortSignal, work: Promise<Value>): Promise<Value> {
  const { promise, reject } = Promise.withResolvers<never>();
  const refuse = () => reject(signal.reason);
  signal.addEventListener('abort', refuse);
  try {
    if (signal.aborted) refuse();
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', refuse);
    // What is under way fails when its parts are ended; nobody waits for it then.
    work.catch(() => {});
  }
}
