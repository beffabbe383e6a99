import { mkdirSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { spawnChild } from './child.ts';
import { freePort } from './ports.ts';
import { findRedis } from './redis-programs.ts';
import { Sentence } from './sentence.ts';
import type { Services } from './services.ts';

/** A container's image may have to be fetched. */
const READY_WITHIN_MS = 180_000;

const NONE =
  'There is no Redis here. Set REDIS_URL, or install redis-server or valkey-server (Debian, Ubuntu: apt install redis-server; macOS: brew install redis), or start a container engine.';

function ping(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port, timeout: 2_000 });
    const settle = (value: boolean) => {
      socket.destroy();
      resolve(value);
    };
    socket.once('connect', () => socket.write('PING\r\n'));
    socket.once('data', (data) => settle(data.toString().startsWith('+PONG')));
    for (const event of ['error', 'timeout', 'close']) socket.once(event, () => settle(false));
  });
}

/**
 * Starts a Redis on a free port of loopback, which it keeps when it is started again. Gives its address and where it was found.
 *
 * @param keep writes an append-only file, so that queues and streams outlive a restart.
 */
export async function startRedis({
  services,
  stateDir,
  keep,
}: {
  services: Services;
  stateDir: string;
  keep: boolean;
}): Promise<{ url: string; source: string }> {
  const program = findRedis(stateDir);
  if (!program) throw new Sentence(NONE);
  const dataDir = join(stateDir, 'redis');
  mkdirSync(dataDir, { recursive: true });
  const port = await freePort();
  const settings = {
    port,
    // BullMQ's condition: a queue that evicts loses jobs.
    'maxmemory-policy': 'noeviction',
    save: '',
    appendonly: keep ? 'yes' : 'no',
    // A container is reached through the one port of loopback that it publishes.
    ...(program.contained ? { 'protected-mode': 'no' } : { bind: '127.0.0.1', dir: dataDir }),
  };
  const spawn = () =>
    spawnChild({
      name: 'redis',
      stateDir,
      command: program.command,
      args: [
        ...program.prefix(port, dataDir),
        ...Object.entries(settings).flatMap(([key, value]) => [`--${key}`, `${value}`]),
      ],
      env: { ...process.env, ...program.env },
      cwd: dataDir,
    });
  const service = services.keep(spawn, { signal: 'SIGTERM', graceMs: 10_000 });
  const deadline = Date.now() + READY_WITHIN_MS;
  while (!(await ping(port))) {
    if (Date.now() > deadline) {
      throw new Sentence(`Redis does not answer; its log is ${service.current().logFile}.`);
    }
    await delay(25);
  }
  return { url: `redis://127.0.0.1:${port}`, source: program.source };
}
