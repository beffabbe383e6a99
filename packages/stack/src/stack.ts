import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type AppMode, startApps } from './apps.ts';
import { pathWithBubblewrap } from './bubblewrap.ts';
import { spawnChild } from './child.ts';
import { httpReady } from './http-ready.ts';
import { endLeftovers } from './leftovers.ts';
import { reservePort } from './ports.ts';
import { startPostgres } from './postgres.ts';
import { prepareDatabase } from './product-database.ts';
import { startRedis } from './redis.ts';
import { REPO } from './repo.ts';
import { stackSecrets } from './secrets.ts';
import { createServices, type Service, type Services } from './services.ts';
import { readSettings } from './settings.ts';

export type StackOptions = {
  stateDir: string;
  /** `product`: the usual ports if they are free, the parts that the environment names, and data that lasts. `throwaway`: any ports, parts of its own, nothing kept. */
  purpose: 'product' | 'throwaway';
  apps: AppMode;
  /** How many server processes share the work; one unless given. */
  servers?: number;
  /** For tests of crashes: a throwaway stack whose PostgreSQL and Redis keep what they have acknowledged. */
  durable?: boolean;
  /** For tests: settings of the server's that differ, such as SLOTS_PER_CELL. */
  settings?: Record<string, string>;
  /** Calls the start off: all that was started is ended, and `startStack` rejects. */
  signal?: AbortSignal;
  /** Is given the addresses as soon as they are chosen, long before anybody answers there. */
  onAddresses?: (addresses: Addresses) => void;
  say: (sentence: string) => void;
};

type Addresses = { webUrl: string; h5Url: string; serverUrl: string };

export type Stack = Addresses & {
  /** Every server's address, the first one's first. */
  serverUrls: readonly string[];
  demoModelUrl: string | null;
  cellsDir: string;
  workspacesDir: string;
  /** The settings that the server runs with. */
  serverEnv: NodeJS.ProcessEnv;
  service(name: string): Service;
  stop(): Promise<void>;
};

const READY_WITHIN_MS = 60_000;

/** Brings up a whole stack and resolves when a person can sign in. When a part fails, what had been started is ended. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { signal, stateDir } = options;
  const services = createServices(options.say);
  const stop = async () => {
    await services.stop();
    // A worker that had to be killed could not end its gateways.
    await endLeftovers(stateDir);
  };
  const calledOff = new Promise<never>((_, reject) => {
    const refuse = () => reject(signal?.reason);
    if (signal?.aborted) refuse();
    signal?.addEventListener('abort', refuse, { once: true });
  });
  try {
    return { ...(await Promise.race([bringUp(options, services), calledOff])), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function bringUp(options: StackOptions, services: Services): Promise<Omit<Stack, 'stop'>> {
  const { stateDir, purpose, say } = options;
  const product = purpose === 'product';
  const durable = product || options.durable === true;
  mkdirSync(stateDir, { recursive: true });
  await endLeftovers(stateDir);
  const { replacing, others } = readSettings(process.env);
  const given = product ? replacing : {};
  const secrets = stackSecrets(stateDir);
  const cellsDir = join(stateDir, 'cells');
  const workspacesDir = join(stateDir, 'workspaces');

  const web = await reservePort(product ? 3000 : undefined);
  const h5 = await reservePort(product ? 3001 : undefined);
  const server = await reservePort(product ? 4000 : undefined);
  const address = ({ port }: { port: number }) => `http://localhost:${port}`;
  const addresses = { webUrl: address(web), h5Url: address(h5), serverUrl: address(server) };
  options.onAddresses?.(addresses);

  let adminUrl = given.DATABASE_URL;
  if (!adminUrl) {
    say('Starting PostgreSQL');
    const password = secrets.ownerPassword;
    adminUrl = (await startPostgres({ services, stateDir, password, fast: !durable })).ownerUrl;
  }
  const databaseUrl = await prepareDatabase({
    serverUrl: adminUrl,
    appPassword: secrets.appPassword,
    create: !given.DATABASE_URL,
  });

  let redisUrl = given.REDIS_URL;
  if (!redisUrl) {
    const redis = await startRedis({ services, stateDir, keep: durable });
    say(`Started Redis (${redis.source})`);
    redisUrl = redis.url;
  }

  const nodeProgram = (name: string, entry: string, env: NodeJS.ProcessEnv, flags: string[] = []) => {
    const args = [...flags, join(REPO, entry)];
    const spawn = () => spawnChild({ name, stateDir, command: process.execPath, args, env, cwd: REPO });
    return services.keep(spawn, { signal: 'SIGTERM', graceMs: 30_000 });
  };

  let demoModelUrl: string | null = null;
  if (!given.OPENAI_API_KEY && !given.ANTHROPIC_API_KEY && !given.OPENAI_BASE_URL) {
    const model = await reservePort();
    demoModelUrl = `http://127.0.0.1:${model.port}`;
    say('Starting the demo model (set OPENAI_API_KEY, ANTHROPIC_API_KEY or OPENAI_BASE_URL for a real one)');
    const env = { ...others, PORT: `${model.port}`, DEMO_MODEL_CONTROLS: `${!product}` };
    await model.release();
    nodeProgram('demo-model', 'packages/demo-model/src/main.ts', env);
  }

  const walls = pathWithBubblewrap(stateDir, process.env['PATH'] ?? '');
  if (!walls.found) say('Files will be kept and not read: install bubblewrap for that (Linux only)');

  const serverEnv = {
    ...others,
    ...given,
    NODE_ENV: 'production',
    PATH: walls.path,
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    AUTH_SECRET: secrets.authSecret,
    BRIDGE_SECRET: secrets.bridgeSecret,
    OPENCLAW_TOKEN: secrets.openclawToken,
    WORKSPACES_DIR: workspacesDir,
    CELLS_DIR: cellsDir,
    PORT: `${server.port}`,
    SERVER_URL: `http://127.0.0.1:${server.port}`,
    WEB_ORIGIN: addresses.webUrl,
    H5_ORIGIN: addresses.h5Url,
    ...(demoModelUrl ? { DEMO_MODEL_URL: demoModelUrl } : {}),
    ...options.settings,
  };
  say('Starting the server and the gateway');
  await server.release();
  // The worker is not started again with every change: the gateways that it keeps would be, too.
  const watch = options.apps === 'dev' ? ['--watch'] : [];
  const main = nodeProgram('server', 'apps/server/src/server.ts', serverEnv, watch);
  nodeProgram('worker', 'apps/server/src/worker.ts', serverEnv);
  const further = await Promise.all(
    Array.from({ length: (options.servers ?? 1) - 1 }, async (_, index) => {
      const { port, release } = await reservePort();
      await release();
      const env = { ...serverEnv, PORT: `${port}` };
      const service = nodeProgram(`server-${index + 2}`, 'apps/server/src/server.ts', env);
      return { url: `http://localhost:${port}`, service };
    }),
  );
  const servers = [{ url: addresses.serverUrl, service: main }, ...further];
  await Promise.all(servers.map(({ url, service }) => httpReady(`${url}/readyz`, service, READY_WITHIN_MS)));

  const appEnv = { ...others, API_URL: addresses.serverUrl, AUTH_SECRET: secrets.authSecret };
  const apps = await startApps(options.apps, { web, h5 }, { services, stateDir, env: appEnv, say });
  const signInPages = [`${addresses.webUrl}/sign-in`, `${addresses.h5Url}/sign-in`];
  await Promise.all(apps.map((app, index) => httpReady(signInPages[index] ?? '', app, READY_WITHIN_MS)));

  const serverUrls = servers.map(({ url }) => url);
  return {
    ...addresses,
    serverUrls,
    demoModelUrl,
    cellsDir,
    workspacesDir,
    serverEnv,
    service: services.find,
  };
}
