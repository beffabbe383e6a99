import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawnChild } from './child.ts';
import type { ReservedPort } from './ports.ts';
import { REPO } from './repo.ts';
import { Sentence } from './sentence.ts';
import type { Service, Services } from './services.ts';

/** `built`: production builds, made when they are stale. `dev`: with hot reload. `none`: server only. */
export type AppMode = 'built' | 'dev' | 'none';

const APPS = ['web', 'h5'] as const;
type App = (typeof APPS)[number];

type AppsOptions = {
  services: Services;
  stateDir: string;
  env: NodeJS.ProcessEnv;
  say: (sentence: string) => void;
};

const SOURCES = ['packages/ui', 'packages/api/src', 'packages/schema/src', 'pnpm-lock.yaml'];

/** What building and checking leave beside the sources. */
const MADE_BY_TOOLS = new Set(['node_modules', '.next', '.turbo', 'next-env.d.ts', 'tsconfig.tsbuildinfo']);

function hashInto(hash: ReturnType<typeof createHash>, path: string): void {
  if (!existsSync(path)) return;
  if (statSync(path).isDirectory()) {
    for (const name of readdirSync(path).sort()) {
      if (!MADE_BY_TOOLS.has(name)) hashInto(hash, join(path, name));
    }
  } else {
    hash.update(path.slice(REPO.length)).update(readFileSync(path));
  }
}

/** What an app's build is made of. */
function sourceHash(app: App): string {
  const hash = createHash('sha256');
  for (const source of [`apps/${app}`, ...SOURCES]) hashInto(hash, join(REPO, source));
  return hash.digest('hex');
}

const appDir = (app: App) => join(REPO, 'apps', app);
const nextProgram = (app: App) => join(appDir(app), 'node_modules', 'next', 'dist', 'bin', 'next');

/** Builds an app unless its build is of these very sources. */
async function buildApp(app: App, { services, stateDir, env, say }: AppsOptions): Promise<void> {
  const stamp = join(appDir(app), '.next', 'friendsai-sources');
  const sources = sourceHash(app);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return;
  say(`Building ${app}`);
  // What a build that is cut short leaves is of no sources.
  rmSync(stamp, { force: true });
  const build = () =>
    spawnChild({
      name: `build-${app}`,
      stateDir,
      command: process.execPath,
      args: [nextProgram(app), 'build'],
      cwd: appDir(app),
      env: { ...env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    });
  const { good, how, logFile } = await services.run(build);
  if (!good) {
    const lastLines = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-20).join('\n');
    throw new Sentence(`The build of ${app} ${how}; its log is ${logFile}:\n${lastLines}`);
  }
  writeFileSync(stamp, sources);
}

/** Starts web and h5 on the ports kept for them, building them first where that is needed. */
export async function startApps(
  mode: AppMode,
  ports: Record<App, ReservedPort>,
  options: AppsOptions,
): Promise<Service[]> {
  if (mode === 'none') return [];
  if (mode === 'built') {
    // One after the other: two builds at once need twice the memory.
    for (const app of APPS) await buildApp(app, options);
  }
  options.say('Starting web and h5');
  const nextEnv = {
    ...options.env,
    NODE_ENV: mode === 'dev' ? 'development' : 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    AUTH_TRUST_HOST: 'true',
  };
  const started: Service[] = [];
  for (const app of APPS) {
    const port = `${ports[app].port}`;
    const spawn = () =>
      spawnChild({
        name: app,
        stateDir: options.stateDir,
        command: process.execPath,
        args: [nextProgram(app), mode === 'dev' ? 'dev' : 'start', '--hostname', '127.0.0.1', '--port', port],
        cwd: appDir(app),
        env: { ...nextEnv, PORT: port },
      });
    await ports[app].release();
    started.push(options.services.keep(spawn, { signal: 'SIGTERM', graceMs: 5_000 }));
  }
  return started;
}
