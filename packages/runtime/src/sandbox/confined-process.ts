import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, fstatSync, openSync } from 'node:fs';
import { Writable } from 'node:stream';
import { guardOver } from './guard.ts';
import { inheritedDescriptors } from './inherited.ts';
import { LimitReached } from './limits.ts';
import { listen, listenWithin } from './listen.ts';
import type { SandboxEnd, SandboxJob } from './sandbox.ts';
import { type Tools, wallsOf } from './walls.ts';

/** Neither root nor anybody else: no system gives this id to a user, and services that share `nobody` do not share it. */
const NOBODYS_ID = 65_533;

// Where bubblewrap finds what it is given; the files come after.
const NODE_FD = 3;
const STATUS_FD = 4;
const SECCOMP_FD = 5;
const PROGRAM_FD = 6;
const FIRST_INPUT_FD = 7;

/** Nothing at all; made so because Next's types, where they are in force, want a NODE_ENV in every environment. */
const NO_ENVIRONMENT: NodeJS.ProcessEnv = Object.create(null);

/** bubblewrap could not put the walls up, so nothing ran; the message is what it said. */
export class WallsFailed extends Error {
  override readonly name = 'WallsFailed';
}

/**
 * Runs a job behind the walls and waits until nothing of it is left. Errors: LimitReached, WallsFailed, and the signal's
 * reason when it is aborted.
 */
export async function runConfined(
  tools: Tools,
  filter: Buffer,
  job: SandboxJob,
  signal: AbortSignal,
): Promise<SandboxEnd> {
  signal.throwIfAborted();
  const child = start(tools, job);
  if (child.pid === undefined) {
    const [error] = await once(child, 'error');
    throw new WallsFailed(String(error));
  }
  const guard = guardOver(child, child.pid, job.limits, signal);
  feed(child, SECCOMP_FD, filter);
  feed(child, PROGRAM_FD, job.program);
  const status = listen(child.stdio[STATUS_FD]);
  const output = listenWithin(job.limits.outputBytes, child, () =>
    guard.end(new LimitReached('outputBytes')),
  );
  // Not before every copy of its stdout is closed, which is when the last of its processes is gone.
  const [code]: unknown[] = await once(child, 'close').finally(guard.leave);
  if (guard.ended) throw guard.ended.reason;
  const stderr = Buffer.concat(output.stderr).toString();
  if (typeof code !== 'number' || !Buffer.concat(status).includes('"exit-code"')) {
    throw new WallsFailed(complaints(stderr));
  }
  const limit = limitBehind(code, stderr);
  if (limit) throw limit;
  return { stdout: Buffer.concat(output.stdout), stderr, exitCode: code };
}

function start(tools: Tools, job: SandboxJob): ChildProcess {
  const opened: number[] = [];
  const open = (path: string) => {
    const fd = openSync(path, 'r');
    opened.push(fd);
    return fd;
  };
  try {
    const inputs = job.files.map(({ name, fd }) => ({ name, fd: open(`/proc/self/fd/${fd}`) }));
    const inputBytes = inputs.reduce((sum, { fd }) => sum + fstatSync(fd).size, 0);
    if (inputBytes > job.limits.memoryBytes) throw new LimitReached('memoryBytes');
    const stdio: (number | 'pipe' | 'ignore')[] = ['ignore', 'pipe', 'pipe'];
    stdio.push(open(process.execPath), 'pipe', 'pipe', 'pipe', ...inputs.map(({ fd }) => fd));
    for (const fd of inheritedDescriptors()) {
      while (stdio.length <= fd) stdio.push('ignore');
      if (stdio[fd] === 'ignore') stdio[fd] = open('/dev/null');
    }
    const descriptors = {
      ...{ node: NODE_FD, status: STATUS_FD, seccomp: SECCOMP_FD, program: PROGRAM_FD },
      inputs: inputs.map(({ name }, index) => ({ name, fd: FIRST_INPUT_FD + index })),
    };
    // The kernel's bound on processes does not hold for root, and root's id owns files that others must not read.
    const identity = process.getuid?.() === 0 ? { uid: NOBODYS_ID, gid: NOBODYS_ID } : {};
    return spawn(tools.bwrap, wallsOf(tools, job.limits, descriptors, job.args), {
      ...identity,
      env: NO_ENVIRONMENT,
      cwd: '/',
      stdio,
    });
  } finally {
    for (const fd of opened) closeSync(fd);
  }
}

function feed(child: ChildProcess, fd: number, content: Buffer | string): void {
  const pipe = child.stdio.at(fd);
  if (!(pipe instanceof Writable)) return;
  // It breaks when bubblewrap ends early, and then the end says why.
  pipe.on('error', () => {});
  pipe.end(content);
}

/** What bubblewrap itself said, and nothing of a program's. */
function complaints(stderr: string): string {
  return stderr
    .split('\n')
    .filter((line) => line.startsWith('bwrap: '))
    .join(' ');
}

const SIGNAL_BASE = 128;
const SIGKILL = 9;
const SIGXCPU = 24;
const SIGXFSZ = 25;

/** The limit behind an end that was not ours: the kernel's signals for them, and what Node says when it gets no memory. */
function limitBehind(code: number, stderr: string): LimitReached | null {
  if (code === SIGNAL_BASE + SIGXCPU) return new LimitReached('cpuSeconds');
  if (code === SIGNAL_BASE + SIGXFSZ) return new LimitReached('scratchBytes');
  const starved = /out of memory|Array buffer allocation failed|Failed to allocate memory/.test(stderr);
  if (code === SIGNAL_BASE + SIGKILL || (code !== 0 && starved)) return new LimitReached('memoryBytes');
  return null;
}
