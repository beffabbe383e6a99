import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { SandboxLimits } from './limits.ts';

/** The programs of the host that make a sandbox: bubblewrap, and two of util-linux. */
export type Tools = { bwrap: string; prlimit: string; choom: string };

/** Where the tools are on a search path such as PATH; the name of the first that is missing otherwise. */
export function findTools(searchPath: string): Tools | { missing: string } {
  const tools = { bwrap: '', prlimit: '', choom: '' };
  for (const name of ['bwrap', 'prlimit', 'choom'] as const) {
    const found = searchPath
      .split(delimiter)
      .filter((folder) => folder.startsWith('/'))
      .map((folder) => join(folder, name))
      .find(isExecutable);
    if (found === undefined) return { missing: name };
    tools[name] = found;
  }
  return tools;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** What a program needs to be loaded. Not /usr as a whole: /usr/local and /usr/share hold what the operator put there. */
const SYSTEM_FOLDERS = ['/usr/bin', '/usr/lib', '/usr/lib64', '/bin', '/lib', '/lib64'];

/** Address space that Node sets aside before it runs anything, most of which is never used. */
const NODE_RESERVES_BYTES = 640 * 1024 ** 2;
const MAX_OPEN_FILES = 256;

/** The descriptors that bubblewrap inherits: each is read to its end, but `status`, which it writes. */
export type Descriptors = {
  node: number;
  status: number;
  seccomp: number;
  program: number;
  inputs: { name: string; fd: number }[];
};

/**
 * bubblewrap's arguments: every namespace of its own, an empty root into which only the system's programs, the job's
 * script and its files are put, all read-only, and one folder to write in, `/scratch`. Files and script arrive through
 * descriptors, so nothing is looked up by name; Node too is started from one, wherever it lies.
 */
export function wallsOf(
  tools: Tools,
  limits: SandboxLimits,
  fds: Descriptors,
  args: readonly string[],
): string[] {
  return [
    ...[
      '--unshare-all',
      '--unshare-user',
      '--disable-userns',
      '--die-with-parent',
      '--new-session',
      '--clearenv',
    ],
    ...SYSTEM_FOLDERS.flatMap((folder) => ['--ro-bind-try', folder, folder]),
    ...['--proc', '/proc', '--dev', '/dev'],
    ...['--size', String(limits.scratchBytes), '--tmpfs', '/scratch', '--dir', '/input'],
    ...['--perms', '0444', '--ro-bind-data', String(fds.program), '/program.mjs'],
    ...fds.inputs.flatMap(({ name, fd }) => [
      '--perms',
      '0444',
      '--ro-bind-data',
      String(fd),
      `/input/${name}`,
    ]),
    // bubblewrap's own folders are writable until told otherwise, and have no size.
    ...['--remount-ro', '/dev', '--remount-ro', '/'],
    ...['--setenv', 'HOME', '/scratch', '--setenv', 'TMPDIR', '/scratch', '--chdir', '/scratch'],
    ...['--seccomp', String(fds.seccomp), '--json-status-fd', String(fds.status), '--'],
    // When the host itself runs out of memory, the sandbox is what goes.
    ...[tools.choom, '-n', '1000', '--', tools.prlimit],
    `--data=${limits.memoryBytes + NODE_RESERVES_BYTES}`,
    // The soft limit ends it with a signal that says so; who takes no notice is ended a second later.
    `--cpu=${limits.cpuSeconds}:${limits.cpuSeconds + 1}`,
    `--nproc=${limits.maxProcesses}`,
    `--fsize=${limits.scratchBytes}`,
    `--nofile=${MAX_OPEN_FILES}`,
    ...['--core=0', '--', `/proc/self/fd/${fds.node}`, '/program.mjs', ...args],
  ];
}
