import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type AppMode, appServices } from './apps.ts';
import { spawnChild } from './child.ts';
import { httpReady } from './http-ready.ts';
import { endLeftoverCells } from './leftover-cells.ts';
import { freePort } from './ports.ts';
import { startPostgres } from './postgres.ts';
import { prepareDatabase } from './product-database.ts';
import { startRedis } from './redis.ts';
import { REPO } from './repo.ts';
import { stackSecrets } from './secrets.ts';
import { type Service, supervise } from './supervise.ts';

/** Settings by which a real part takes the place of an embedded one. */
const Replaced = z.object({
  DATABASE_URL: z.string().optional(),
  REDIS_URL: z.string().optional(),
  OPENAI_API_KEY: z.string().optional(),
  ANTHROPIC_API_KEY: z.string().optional(),
  OPENAI_BASE_URL: z.string().optional(),
});

export type StackOptions = {
  stateDir: string;
  /** `product`: the usual ports if they are free, and data that lasts. `throwaway`: any ports, nothing kept. */
  purpose: 'product' | 'throwaway';
  apps: AppMode;
  /** For tests: settings of the server's that differ, such as SLOTS_PER_CELL. */
  settings?: Record<string, string>;
  say: (sentence: string) => void;
};

export type Stack = {
  webUrl: string;
  h5Url: string;
  serverUrl: string;
  demoModelUrl: string | null;
  cellsDir: string;
  workspacesDir: string;
  /** The settings that the server runs with. */
  serverEnv: NodeJS.ProcessEnv;
  service(name: string): Service;
  stop(): Promise<void>;
};

const SERVER_READY_MS = 60_000;

/** Brings up a whole stack and resolves when a person can sign in. When a part fails, what had been started is ended. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const services: Service[] = [];
  const stop = async () => {
    while (services.length > 0) await services.pop()?.stop();
  };
  try {
    return await bringUp(options, services, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function bringUp(
  options: StackOptions,
  services: Service[],
  stop: () => Promise<void>,
): Promise<Stack> {
  const { stateDir, purpose, say } = options;
  const product = purpose === 'product';
  mkdirSync(join(stateDir, 'logs'), { recursive: true });
  const replaced = Replaced.parse(process.env);
  const secrets = stackSecrets(stateDir);
  const logFile = (name: string) => join(stateDir, 'logs', `${name}.log`);
  const cellsDir = join(stateDir, 'cells');
  const workspacesDir = join(stateDir, 'workspaces');
  await endLeftoverCells(cellsDir);

  let serverUrl = product ? replaced.DATABASE_URL : undefined;
  const embedded = serverUrl === undefined;
  if (serverUrl === undefined) {
    say('Starting PostgreSQL');
    const postgres = await startPostgres({
      stateDir,
      password: secrets.ownerPassword,
      fast: !product,
      logFile: logFile('postgres'),
    });
    services.push(once(postgres.child, 'SIGINT', say));
    serverUrl = postgres.ownerUrl;
  }
  const appDatabaseUrl = await prepareDatabase({
    serverUrl,
    appPassword: secrets.appPassword,
    create: embedded,
  });

  let redisUrl = product ? replaced.REDIS_URL : undefined;
  if (redisUrl === undefined) {
    const redis = await startRedis({ stateDir, keep: product, logFile: logFile('redis') });
    say(`Starting Redis (${redis.source})`);
    services.push(once(redis.child, 'SIGTERM', say));
    redisUrl = redis.url;
  }

  const hasModel = replaced.OPENAI_API_KEY || replaced.ANTHROPIC_API_KEY || replaced.OPENAI_BASE_URL;
  let demoModelUrl: string | null = null;
  if (!product || !hasModel) {
    const port = await freePort();
    demoModelUrl = `http://127.0.0.1:${port}`;
    say('Starting the demo model (set OPENAI_API_KEY, ANTHROPIC_API_KEY or OPENAI_BASE_URL for a real one)');
    const env = { ...process.env, PORT: `${port}`, DEMO_MODEL_CONTROLS: `${!product}` };
    services.push(nodeService('demo-model', 'packages/demo-model/src/main.ts', env, logFile, say));
  }

  const [web, h5, server] = product
    ? [await freePort(3000), await freePort(3001), await freePort(4000)]
    : [await freePort(), await freePort(), await freePort()];
  const address = (port: number) => `http://localhost:${port}`;
  const settings = {
    ...process.env,
    NODE_ENV: 'production',
    DATABASE_URL: appDatabaseUrl,
    REDIS_URL: redisUrl,
    AUTH_SECRET: secrets.authSecret,
    BRIDGE_SECRET: secrets.bridgeSecret,
    OPENCLAW_TOKEN: secrets.openclawToken,
    WORKSPACES_DIR: workspacesDir,
    CELLS_DIR: cellsDir,
    PORT: `${server}`,
    SERVER_URL: `http://127.0.0.1:${server}`,
    WEB_ORIGIN: address(web),
    H5_ORIGIN: address(h5),
    ...(demoModelUrl ? { DEMO_MODEL_URL: demoModelUrl } : {}),
    ...options.settings,
  };
  say('Starting the server and the gateway');
  const watch = options.apps === 'dev';
  const main = nodeService('server', 'apps/server/src/server.ts', settings, logFile, say, watch);
  services.push(main, nodeService('worker', 'apps/server/src/worker.ts', settings, logFile, say));
  await httpReady(`${address(server)}/readyz`, main, SERVER_READY_MS);

  const apps = await appServices({
    mode: options.apps,
    ports: { web, h5 },
    env: { ...process.env, API_URL: address(server), AUTH_SECRET: secrets.authSecret },
    logFile,
    say,
  });
  services.push(...apps);
  await Promise.all(
    apps.map((app, index) => httpReady(`${address(index === 0 ? web : h5)}/sign-in`, app, SERVER_READY_MS)),
  );

  return {
    webUrl: address(web),
    h5Url: address(h5),
    serverUrl: address(server),
    demoModelUrl,
    cellsDir,
    workspacesDir,
    serverEnv: settings,
    service(name) {
      const found = services.find((service) => service.name === name);
      if (!found) throw new Error(`there is no service ${name}`);
      return found;
    },
    async stop() {
      await stop();
      await endLeftoverCells(cellsDir);
    },
  };
}

/** A process whose loss the stack cannot mend by starting it again on the same address. */
function once(
  child: ReturnType<typeof spawnChild>,
  signal: NodeJS.Signals,
  say: (sentence: string) => void,
): Service {
  let stopping = false;
  void child.exited.then((ended) => {
    if (!stopping) say(`${child.name} ${ended}; its log is ${child.logFile}. Start FriendsAI again.`);
  });
  return {
    name: child.name,
    current: () => child,
    async stop() {
      stopping = true;
      await child.stop(signal, 10_000);
    },
  };
}

function nodeService(
  name: string,
  entry: string,
  env: NodeJS.ProcessEnv,
  logFile: (name: string) => string,
  say: (sentence: string) => void,
  watch = false,
): Service {
  const spawn = () =>
    spawnChild({
      name,
      command: process.execPath,
      args: [...(watch ? ['--watch'] : []), join(REPO, entry)],
      env,
      cwd: REPO,
      logFile: logFile(name),
    });
  return supervise(spawn, { signal: 'SIGTERM', graceMs: 30_000, say });
}
