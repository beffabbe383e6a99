import { readdirSync, readFileSync } from 'node:fs';
import { env } from 'node:process';
import { FriendsError } from '@friendsai/schema';
import { LimitReached, type SandboxLimits } from '../limits.ts';
import { createSandbox } from '../sandbox.ts';

/** Small ones, that a test reaches soon. */
export const LIMITS: SandboxLimits = {
  timeoutMs: 60_000,
  cpuSeconds: 20,
  memoryBytes: 128 * 1024 ** 2,
  maxProcesses: 32,
  scratchBytes: 8 * 1024 ** 2,
  outputBytes: 1024 ** 2,
};

const sandbox = createSandbox({ searchPath: env['PATH'] ?? '' });

/** What a hostile program is given to write itself shorter. */
const PRELUDE = `
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
const tried = (act) => { try { return act() ?? 'done'; } catch (error) { return error.code ?? String(error); } };
const tell = (value) => console.log(JSON.stringify(value));
const marker = process.argv[2];
`;

type Given = {
  files?: { name: string; fd: number }[];
  limits?: Partial<SandboxLimits>;
  marker?: string;
  signal?: AbortSignal;
};

/** Runs a program inside and gives what it told. */
export async function inside(program: string, given: Given = {}) {
  const end = await sandbox.run(
    {
      program: PRELUDE + program,
      files: given.files ?? [],
      args: [given.marker ?? ''],
      limits: { ...LIMITS, ...given.limits },
    },
    given.signal ?? new AbortController().signal,
  );
  const told: unknown[] = end.stdout
    .toString()
    .split('\n')
    .filter((line) => line.startsWith('[') || line.startsWith('{') || line.startsWith('"'))
    .map((line) => JSON.parse(line));
  return { ...end, told };
}

/** The limit that ended a program; an error when it was none. */
export async function limitOf(run: Promise<unknown>): Promise<string> {
  const error = await run.then(
    () => new Error('It ended by itself.'),
    (thrown: unknown) => thrown,
  );
  if (
    error instanceof FriendsError &&
    error.code === 'SANDBOX_LIMIT' &&
    error.cause instanceof LimitReached
  ) {
    return error.cause.limit;
  }
  throw error;
}

/** A word that no other process on this machine has among its arguments; as a number, `sleep` takes it. */
export const newMarker = () => `9${Math.floor(Math.random() * 1e9)}.${process.pid}`;

/** The host's processes that have it. */
export function marked(marker: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(marker);
      } catch {
        return false;
      }
    });
}
