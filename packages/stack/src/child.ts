import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export type ChildOptions = {
  /** In sentences to the person: 'PostgreSQL', 'web'. */
  name: string;
  command: string;
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  cwd?: string;
  /** Both outputs are appended here. */
  logFile: string;
  uid?: number;
  gid?: number;
};

export type Child = {
  readonly name: string;
  readonly pid: number;
  readonly logFile: string;
  /** Resolves when the process has ended, with what to say of it. Never rejects. */
  readonly exited: Promise<string>;
  /** Asks the process's group to end with `signal`, insists with SIGKILL after `graceMs`. */
  stop(signal: NodeJS.Signals, graceMs: number): Promise<void>;
};

/** Starts a process in a group of its own, so that its own children end with it and Ctrl-C reaches us first. */
export function spawnChild(options: ChildOptions): Child {
  mkdirSync(dirname(options.logFile), { recursive: true });
  const log = openSync(options.logFile, 'a');
  const child: ChildProcess = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: options.env,
    stdio: ['ignore', log, log],
    detached: true,
    ...(options.uid === undefined ? {} : { uid: options.uid }),
    ...(options.gid === undefined ? {} : { gid: options.gid }),
  });
  closeSync(log);
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`could not be started: ${error.message}`));
    child.once('exit', (code, signal) =>
      resolve(signal ? `was ended by ${signal}` : `ended with code ${code}`),
    );
  });
  // Without a process id the spawn has failed, and `exited` says why.
  const pid = child.pid ?? 0;
  const signalGroup = (signal: NodeJS.Signals) => {
    if (pid === 0) return;
    try {
      process.kill(-pid, signal);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  };
  return {
    name: options.name,
    pid,
    logFile: options.logFile,
    exited,
    async stop(signal, graceMs) {
      signalGroup(signal);
      const ended = await Promise.race([exited.then(() => true), delay(graceMs, false, { ref: false })]);
      // Also when it ended: what it left behind in its group goes too.
      signalGroup('SIGKILL');
      if (!ended) await exited;
    },
  };
}
