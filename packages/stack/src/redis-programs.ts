import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { runs, unpackPackages } from './debian-packages.ts';

/** A way to run a Redis: what is called before the settings, and what to say of it. */
export type RedisProgram = {
  source: string;
  command: string;
  env: NodeJS.ProcessEnv;
  /** What comes before the settings, for a port of loopback and a folder for its data. */
  prefix(port: number, dataDir: string): string[];
  /** In a container it has a network and a folder of its own. */
  contained: boolean;
};

function onPath(): RedisProgram | null {
  const command = ['redis-server', 'valkey-server'].find((each) => runs(each, ['--version']));
  if (!command) return null;
  return { source: `${command} of this machine`, command, env: {}, prefix: () => [], contained: false };
}

const PACKAGES = ['redis-server', 'redis-tools', 'liblzf1', 'libjemalloc2'];

/** Debian's and Ubuntu's packages, fetched and unpacked into the state folder without root; kept for the next start. */
function unpackedPackages(stateDir: string): RedisProgram | null {
  const root = join(stateDir, 'redis-packages');
  const command = join(root, 'usr', 'bin', 'redis-server');
  if (!existsSync(command) && !unpackPackages(root, PACKAGES)) return null;
  const env = { LD_LIBRARY_PATH: globSync(join(root, 'usr/lib/*-linux-gnu')).join(':') };
  if (!runs(command, ['--version'], { ...process.env, ...env })) return null;
  const source = "the distribution's packages, unpacked";
  return { source, command, env, prefix: () => [], contained: false };
}

function container(): RedisProgram | null {
  const command = ['docker', 'podman'].find((each) => runs(each, ['info']));
  if (!command) return null;
  return {
    source: `a container of ${command}`,
    command,
    env: {},
    prefix: (port, dataDir) => [
      'run',
      '--rm',
      `--publish=127.0.0.1:${port}:${port}`,
      `--volume=${dataDir}:/data`,
      'docker.io/library/redis:7',
      'redis-server',
    ],
    contained: true,
  };
}

/** The first way that works here: this machine's own, the distribution's packages, a container; null when there is none. */
export const findRedis = (stateDir: string): RedisProgram | null =>
  onPath() ?? unpackedPackages(stateDir) ?? container();
