import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Child, spawnChild } from './child.ts';
import { freePort } from './ports.ts';
import { Sentence } from './sentence.ts';

export type Redis = { url: string; child: Child; source: string };

type Program = { command: string; prefix: string[]; env: NodeJS.ProcessEnv; source: string };

const NONE =
  'There is no Redis here. Set REDIS_URL, or install redis-server or valkey-server (Debian, Ubuntu: apt install redis-server; macOS: brew install redis), or start a container engine.';

function onPath(): Program | null {
  for (const command of ['redis-server', 'valkey-server']) {
    if (spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0) {
      return { command, prefix: [], env: {}, source: `${command} of this machine` };
    }
  }
  return null;
}

/** Debian's and Ubuntu's packages, fetched and unpacked without root into the state folder; kept for the next start. */
function unpackedPackages(stateDir: string): Program | null {
  const root = join(stateDir, 'redis-packages');
  const program = join(root, 'usr', 'bin', 'redis-server');
  const libraries = spawnSync('gcc', ['-print-multiarch'], { encoding: 'utf8' }).stdout?.trim();
  const triplet = libraries || `${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`;
  if (!existsSync(program)) {
    if (spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status !== 0) return null;
    mkdirSync(root, { recursive: true });
    try {
      const packages = ['redis-server', 'redis-tools', 'liblzf1', 'libjemalloc2'];
      execFileSync('apt-get', ['download', '-qq', ...packages], { cwd: root, stdio: 'ignore' });
      execFileSync('sh', ['-c', 'for package in *.deb; do dpkg -x "$package" .; done'], {
        cwd: root,
        stdio: 'ignore',
      });
    } catch {
      return null;
    }
  }
  const env = { LD_LIBRARY_PATH: join(root, 'usr', 'lib', triplet) };
  const works =
    spawnSync(program, ['--version'], { env: { ...process.env, ...env }, stdio: 'ignore' }).status === 0;
  return works
    ? { command: program, prefix: [], env, source: "the distribution's packages, unpacked" }
    : null;
}

function container(): Program | null {
  for (const engine of ['docker', 'podman']) {
    if (spawnSync(engine, ['info'], { stdio: 'ignore', timeout: 5_000 }).status === 0) {
      const prefix = ['run', '--rm', '--network', 'host', 'redis:7', 'redis-server'];
      return { command: engine, prefix, env: {}, source: `a container of ${engine}` };
    }
  }
  return null;
}

function ping(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    const settle = (value: boolean) => {
      socket.destroy();
      resolve(value);
    };
    socket.once('connect', () => socket.write('PING\r\n'));
    socket.once('data', (data) => settle(data.toString().startsWith('+PONG')));
    socket.once('error', () => settle(false));
  });
}

/**
 * Starts a Redis on a free port of loopback: the machine's own, the distribution's packages unpacked, or a container.
 *
 * @param keep writes an append-only file, so that queues and streams outlive a restart.
 */
export async function startRedis({
  stateDir,
  keep,
  logFile,
}: {
  stateDir: string;
  keep: boolean;
  logFile: string;
}): Promise<Redis> {
  const program = onPath() ?? unpackedPackages(stateDir) ?? container();
  if (!program) throw new Sentence(NONE);
  const dir = join(stateDir, 'redis');
  mkdirSync(dir, { recursive: true });
  const port = await freePort();
  const inContainer = program.prefix.length > 0;
  const settings = {
    port,
    bind: '127.0.0.1',
    // BullMQ's condition: a queue that evicts loses jobs.
    'maxmemory-policy': 'noeviction',
    save: '',
    appendonly: keep ? 'yes' : 'no',
    ...(inContainer ? {} : { dir }),
  };
  const child = spawnChild({
    name: 'Redis',
    command: program.command,
    args: [
      ...program.prefix,
      ...Object.entries(settings).flatMap(([key, value]) => [`--${key}`, `${value}`]),
    ],
    env: { PATH: process.env.PATH, ...program.env },
    cwd: dir,
    logFile,
  });
  while (!(await ping(port))) {
    const ended = await Promise.race([child.exited, delay(25, null)]);
    if (ended !== null) throw new Sentence(`Redis ${ended}; its log is ${logFile}.`);
  }
  return { url: `redis://127.0.0.1:${port}`, child, source: program.source };
}
