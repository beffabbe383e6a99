import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawnChild } from './child.ts';
import { REPO } from './repo.ts';
import { Sentence } from './sentence.ts';
import { type Service, supervise } from './supervise.ts';

/** `built`: production builds, made when they are stale. `dev`: with hot reload. `none`: server only. */
export type AppMode = 'built' | 'dev' | 'none';

const APPS = ['web', 'h5'] as const;
type App = (typeof APPS)[number];

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

const nextProgram = (app: App) => join(REPO, 'apps', app, 'node_modules', 'next', 'dist', 'bin', 'next');

/** Builds an app unless its build is of these very sources. One after the other: two builds at once need twice the memory. */
function buildApps(env: NodeJS.ProcessEnv, say: (sentence: string) => void): void {
  for (const app of APPS) {
    const stamp = join(REPO, 'apps', app, '.next', 'friendsai-sources');
    const sources = sourceHash(app);
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) continue;
    say(`Building ${app}`);
    try {
      execFileSync(process.execPath, [nextProgram(app), 'build'], {
        cwd: join(REPO, 'apps', app),
        env: { ...env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
        stdio: ['ignore', 'pipe', 'pipe'],
        encoding: 'utf8',
      });
    } catch (error) {
      const output =
        error instanceof Error && 'stdout' in error && 'stderr' in error
          ? `${error.stdout}${error.stderr}`
          : '';
      throw new Sentence(`${app} could not be built:\n${output}`, { cause: error });
    }
    writeFileSync(stamp, sources);
  }
}

/** Starts web and h5, building them first where that is needed. */
export async function appServices({
  mode,
  ports,
  env,
  logFile,
  say,
}: {
  mode: AppMode;
  ports: Record<App, number>;
  env: NodeJS.ProcessEnv;
  logFile: (name: string) => string;
  say: (sentence: string) => void;
}): Promise<Service[]> {
  if (mode === 'none') return [];
  if (mode === 'built') buildApps(env, say);
  say('Starting web and h5');
  return APPS.map((app) => {
    const port = `${ports[app]}`;
    const verb = mode === 'dev' ? 'dev' : 'start';
    const spawn = () =>
      spawnChild({
        name: app,
        command: process.execPath,
        args: [nextProgram(app), verb, '--hostname', '127.0.0.1', '--port', port],
        cwd: join(REPO, 'apps', app),
        env: {
          ...env,
          NODE_ENV: mode === 'dev' ? 'development' : 'production',
          NEXT_TELEMETRY_DISABLED: '1',
          AUTH_TRUST_HOST: 'true',
          PORT: port,
        },
        logFile: logFile(app),
      });
    return supervise(spawn, { signal: 'SIGTERM', graceMs: 5_000, say });
  });
}
