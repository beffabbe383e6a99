import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import postgres from 'postgres';
import { spawnChild } from './child.ts';
import { freePort } from './ports.ts';
import { clearCluster, locateCluster, makeCluster } from './postgres-cluster.ts';
import { Sentence } from './sentence.ts';
import type { Services } from './services.ts';

const OWNER = 'friendsai_owner';
const READY_WITHIN_MS = 30_000;

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
 * Starts the embedded PostgreSQL on a free port of loopback, which it keeps when it is started again; makes the cluster
 * the first time. Gives the owner's address of the database `postgres`.
 *
 * @param password of the owner role.
 * @param fast gives up durability: for tests, whose data nobody needs tomorrow.
 */
export async function startPostgres({
  services,
  stateDir,
  password,
  fast,
}: {
  services: Services;
  stateDir: string;
  password: string;
  fast: boolean;
}): Promise<{ ownerUrl: string }> {
  const cluster = await locateCluster(stateDir);
  makeCluster(cluster, OWNER, password);
  await clearCluster(cluster);
  const port = await freePort();
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 200,
    ...(fast ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {}),
  };
  const spawn = () =>
    spawnChild({
      name: 'postgresql',
      stateDir,
      command: join(cluster.programsDir, 'postgres'),
      args: [
        '-D',
        cluster.dataDir,
        ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]),
      ],
      env: { PATH: process.env.PATH, LANG: 'C.UTF-8' },
      cwd: '/',
      ...cluster.identity,
    });
  const service = services.keep(spawn, { signal: 'SIGINT', graceMs: 10_000 });
  const url = new URL(`postgres://127.0.0.1:${port}/postgres`);
  url.username = OWNER;
  url.password = password;
  const deadline = Date.now() + READY_WITHIN_MS;
  while (!(await answers(url.href))) {
    if (Date.now() > deadline) {
      throw new Sentence(`PostgreSQL does not answer; its log is ${service.current().logFile}.`);
    }
    await delay(25);
  }
  return { ownerUrl: url.href };
}
