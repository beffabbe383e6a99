import { arch, platform } from 'node:process';
import { FriendsError } from '@friendsai/schema';
import { z } from 'zod';
import { runConfined, WallsFailed } from './confined-process.ts';
import { LimitReached, type SandboxLimits } from './limits.ts';
import { seccompFilter } from './seccomp.ts';
import { findTools } from './walls.ts';

/** Something to be done with untrusted content. */
export type SandboxJob = {
  /** An ES module for Node, as text; it can import Node's own modules only. */
  program: string;
  /**
   * What the program sees, read-only, under `/input/<name>`. Open descriptors, so that what is shown is what the caller
   * opened, whatever has become of its path; where they stand in the file does not matter.
   */
  files: readonly { name: string; fd: number }[];
  args: readonly string[];
  limits: SandboxLimits;
};

/** How a program ended by itself. What it wrote is as untrusted as what it read; `stderr` is cut to a few kilobytes. */
export type SandboxEnd = { stdout: Buffer; stderr: string; exitCode: number };

export type Sandbox = {
  /** Whether this host can run anything at all, and what to do when it cannot. */
  available(): Promise<{ ok: true } | { ok: false; why: string }>;
  /**
   * Runs one job and returns when nothing of it is left. There is no network, nothing of the host but the system's
   * programs, nothing of the environment, and `/scratch` to write in, which is gone afterwards. Errors: FriendsError
   * SANDBOX_UNAVAILABLE (nothing was run), SANDBOX_LIMIT (the cause is a LimitReached), and the signal's reason.
   */
  run(job: SandboxJob, signal: AbortSignal): Promise<SandboxEnd>;
};

const INPUT_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

/** What it looks like from inside when the walls stand. */
const Walls = z.object({
  uid: z.number().positive(),
  processes: z.tuple([z.literal('1'), z.literal('2')]),
  interfaces: z.tuple([z.literal('lo')]),
  capabilities: z.literal('0000000000000000'),
  seccomp: z.literal('2'),
});
const LOOK_AROUND = `
import { readdirSync, readFileSync } from 'node:fs';
const status = readFileSync('/proc/self/status', 'utf8');
const field = (name) => status.split('\\n').find((line) => line.startsWith(name + ':')).split('\\t')[1];
console.log(JSON.stringify({
  uid: process.getuid(),
  processes: readdirSync('/proc').filter((name) => /^\\d+$/.test(name)),
  interfaces: readFileSync('/proc/net/dev', 'utf8').split('\\n').slice(2, -1).map((line) => line.split(':')[0].trim()),
  capabilities: field('CapBnd'),
  seccomp: field('Seccomp'),
}));`;
const LOOK_AROUND_LIMITS: SandboxLimits = {
  timeoutMs: 20_000,
  cpuSeconds: 10,
  memoryBytes: 256 * 1024 ** 2,
  maxProcesses: 32,
  scratchBytes: 1024 ** 2,
  outputBytes: 64 * 1024,
};

/**
 * An executor for untrusted content, one job at a time or many. `searchPath` is where bubblewrap and the other tools are
 * looked for, in the form of PATH. Where the host has none, or does not let it work, every job is refused.
 */
export function createSandbox({ searchPath }: { searchPath: string }): Sandbox {
  let known: Promise<Ready | { why: string }> | undefined;
  /** Looked at once; a host that had none is looked at again, since somebody may have installed it. */
  async function ready(): Promise<Ready | { why: string }> {
    known ??= prepare(searchPath);
    const found = await known;
    if ('why' in found) known = undefined;
    return found;
  }
  return {
    async available() {
      const found = await ready();
      return 'why' in found ? { ok: false, why: found.why } : { ok: true };
    },
    async run(job, signal) {
      const wrong = job.files.find(({ name }) => !INPUT_NAME.test(name));
      if (wrong) throw new RangeError('The name of an input is a plain file name.');
      const found = await ready();
      if ('why' in found) throw new FriendsError('SANDBOX_UNAVAILABLE', { cause: new Error(found.why) });
      try {
        return await found.run(job, signal);
      } catch (error) {
        if (error instanceof LimitReached) throw new FriendsError('SANDBOX_LIMIT', { cause: error });
        if (error instanceof WallsFailed) throw new FriendsError('SANDBOX_UNAVAILABLE', { cause: error });
        throw error;
      }
    },
  };
}

type Ready = { run: Sandbox['run'] };

/** Finds the tools and runs a job that looks around, because having them does not mean that they may be used. */
async function prepare(searchPath: string): Promise<Ready | { why: string }> {
  if (platform !== 'linux')
    return { why: `The sandbox is bubblewrap, which runs on Linux; this is ${platform}.` };
  const filter = seccompFilter(arch);
  if (!filter)
    return { why: `The sandbox has no filter of system calls for ${arch}; it has one for x64 and arm64.` };
  const tools = findTools(searchPath);
  if ('missing' in tools) {
    return { why: `\`${tools.missing}\` is not installed. Install the packages bubblewrap and util-linux.` };
  }
  const run: Sandbox['run'] = (job, signal) => runConfined(tools, filter, job, signal);
  const look = { program: LOOK_AROUND, files: [], args: [], limits: LOOK_AROUND_LIMITS };
  try {
    const end = await run(look, new AbortController().signal);
    Walls.parse(JSON.parse(end.stdout.toString()));
    return { run };
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return { why: `bubblewrap does not work here; are user namespaces allowed? It said: ${said}` };
  }
}
