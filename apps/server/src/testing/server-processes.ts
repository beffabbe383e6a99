import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { z } from 'zod';
import type { Env } from '../env.ts';

const SERVER = fileURLToPath(new URL('../server.ts', import.meta.url));
/** As many as there are cores on a small machine: a start takes one of them for a second. */
const AHEAD = 2;

const Listening = z.object({ address: z.object({ port: z.int() }) });

/** They look for their binary beside where they lie, so they stay there. */
const HAS_BINARY = new Set(['rolldown', '@node-rs/argon2']);

type ServerProcess = {
  child: ChildProcess;
  listening: Promise<void>;
  /** Null until it listens. */
  url: string | null;
};

/**
 * Server processes on the parts of a house, one after the other: while one answers, the next are being started. Each runs the server's
 * code from one file, which takes far less to start than its thousand modules do.
 */
export async function startServerProcesses(env: Env) {
  const dir = mkdtempSync(join(tmpdir(), 'friendsai-servers-'));
  const program = await bundle(dir);
  const running = new Set<ServerProcess>();
  const line: ServerProcess[] = [];
  let killed = 0;

  function refill(): void {
    while (line.length < 1 + AHEAD) {
      const one = start(program, env);
      running.add(one);
      line.push(one);
    }
  }
  refill();

  async function kill(one: ServerProcess): Promise<void> {
    running.delete(one);
    const { child } = one;
    if (hasEnded(child)) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  return {
    /** Where the one answers whose turn it is; null while it is being started. */
    url: () => line[0]?.url ?? null,
    /** Resolves when that one listens and the next one too. Rejects when one ends instead. */
    async ready(): Promise<void> {
      await Promise.all(line.slice(0, 2).map(({ listening }) => listening));
    },
    /** Kills that one with -9; the next one's turn has come. */
    async killCurrent(): Promise<void> {
      const current = line.shift();
      if (!current || hasEnded(current.child)) throw new Error('no server is there to be killed');
      await kill(current);
      killed += 1;
      refill();
    },
    /** How many were killed while it was their turn. */
    killed: () => killed,
    async close(): Promise<void> {
      line.length = 0;
      for (const one of running) await kill(one);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
export type ServerProcesses = Awaited<ReturnType<typeof startServerProcesses>>;

/** Writes the server as one file into the folder; gives its path. */
async function bundle(dir: string): Promise<string> {
  const made = await rolldown({
    input: SERVER,
    platform: 'node',
    plugins: [
      {
        name: 'binaries-stay',
        async resolveId(id, importer) {
          const found = HAS_BINARY.has(id) ? await this.resolve(id, importer, { skipSelf: true }) : null;
          return found && { id: found.id, external: 'absolute' };
        },
      },
    ],
    logLevel: 'silent',
  });
  await made.write({ dir, format: 'esm', entryFileNames: 'server.mjs' });
  await made.close();
  return join(dir, 'server.mjs');
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess) => exitCode !== null || signalCode !== null;

function start(program: string, env: Env): ServerProcess {
  const settings = Object.entries(env).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, `${value}`]],
  );
  const child = spawn(process.execPath, [program], {
    env: { PATH: process.env['PATH'], ...Object.fromEntries(settings), PORT: '0', LOG_LEVEL: 'info' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { promise: listening, resolve, reject } = Promise.withResolvers<void>();
  listening.catch(() => {});
  const one: ServerProcess = { child, listening, url: null };
  child.once('exit', (code, signal) => reject(new Error(`a server ended with ${signal ?? code}`)));
  child.once('error', reject);
  createInterface({ input: child.stdout }).on('line', (text) => {
    if (!text.includes('server is listening')) return;
    const { address } = Listening.parse(JSON.parse(text));
    one.url = `http://${env.HOST}:${address.port}`;
    resolve();
  });
  return one;
}
