import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { beganAt, signalGroup } from './processes.ts';

export type ChildOptions = {
  /** In sentences to the person, and of its files: 'web', 'postgresql'. */
  name: string;
  /** Its output is appended to `logs/<name>.log` there; `pids/<name>.pid` says which process it is. */
  stateDir: string;
  command: string;
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  cwd: string;
  uid?: number;
  gid?: number;
};

export type Child = {
  readonly name: string;
  readonly logFile: string;
  /** Resolves when the process has ended, with what to say of it. Never rejects. */
  readonly exited: Promise<{ good: boolean; how: string }>;
  /** Asks the process's group to end with `signal`, insists with SIGKILL after `graceMs`. */
  stop(signal: NodeJS.Signals, graceMs: number): Promise<void>;
};

const living = new Set<number>();
// Whatever ends us, short of SIGKILL, leaves nobody behind. (What SIGKILL leaves, the next start ends: leftovers.ts.)
process.on('exit', () => {
  for (const pid of living) signalGroup(pid, 'SIGKILL');
});

/** Starts a process in a group of its own, so that its own children end with it and Ctrl-C reaches us first. */
export function spawnChild(options: ChildOptions): Child {
  const { name, stateDir } = options;
  const logFile = join(stateDir, 'logs', `${name}.log`);
  const pidFile = join(stateDir, 'pids', `${name}.pid`);
  for (const folder of ['logs', 'pids']) mkdirSync(join(stateDir, folder), { recursive: true });
  const log = openSync(logFile, 'a', 0o600);
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: options.env,
    stdio: ['ignore', log, log],
    detached: true,
    ...(options.uid === undefined ? {} : { uid: options.uid }),
    ...(options.gid === undefined ? {} : { gid: options.gid }),
  });
  closeSync(log);
  const { pid } = child;
  if (pid !== undefined) {
    living.add(pid);
    writeFileSync(pidFile, `${pid} ${beganAt(pid)}`);
  }
  const exited = new Promise<{ good: boolean; how: string }>((resolve) => {
    child.once('error', (error) => resolve({ good: false, how: `could not be started: ${error.message}` }));
    child.once('exit', (code, signal) =>
      resolve({ good: code === 0, how: signal ? `was ended by ${signal}` : `ended with code ${code}` }),
    );
  }).then((end) => {
    if (pid !== undefined) {
      // Also what it has left in its group.
      signalGroup(pid, 'SIGKILL');
      living.delete(pid);
      rmSync(pidFile, { force: true });
    }
    return end;
  });
  return {
    name,
    logFile,
    exited,
    async stop(signal, graceMs) {
      if (pid === undefined || !living.has(pid)) return;
      signalGroup(pid, signal);
      const ended = await Promise.race([exited, delay(graceMs, null, { ref: false })]);
      if (ended === null) signalGroup(pid, 'SIGKILL');
      await exited;
    },
  };
}
