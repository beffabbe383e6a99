import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { writePrivate } from './write-file.ts';

/** Exit code of a gateway that refuses its configuration (its docs/gateway/embedding). */
const BAD_CONFIGURATION = 78;
const READY_WITHIN_MS = 120_000;

export type GatewayProcess = {
  readonly pid: number;
  /** Resolves with what to say of it when the process has ended. */
  readonly exited: Promise<string>;
  /** Lets it end by itself for `graceMs`, then ends its whole group. */
  stop(graceMs: number): Promise<void>;
};

export type GatewayPlace = {
  /** The folder of the installed `openclaw` package. */
  openclawDir: string;
  cellDir: string;
  port: number;
};

const pidFile = (cellDir: string) => join(cellDir, 'gateway.pid');

/** Where a gateway's standard error goes. */
export const outputPath = (cellDir: string) => join(cellDir, 'gateway.out.log');

/** When a process began, as the kernel counts it: the same number is never given to a second process at that time. */
function startedAt(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    // No such process, or a system without /proc: there the pid alone has to do.
    return existsSync('/proc/self/stat') ? null : 'unknown';
  }
}

/** The gateway that runs in that folder, if it still does. */
export function livingGateway(cellDir: string): number | null {
  try {
    const [pid = '', began] = readFileSync(pidFile(cellDir), 'utf8').trim().split(' ');
    process.kill(Number(pid), 0);
    return startedAt(Number(pid)) === began ? Number(pid) : null;
  } catch {
    return null;
  }
}

/** Ends the group of a process that may not be our child. */
export async function endGroup(pid: number, graceMs: number): Promise<void> {
  const alive = () => {
    try {
      process.kill(-pid, 0);
      return true;
    } catch {
      return false;
    }
  };
  const signal = (name: NodeJS.Signals) => {
    if (alive()) process.kill(-pid, name);
  };
  signal('SIGTERM');
  const deadline = Date.now() + graceMs;
  while (alive() && Date.now() < deadline) await delay(50);
  signal('SIGKILL');
}

/** Starts a gateway on the configuration in its folder. Its whole state stays inside that folder. */
export function spawnGateway({ openclawDir, cellDir, port }: GatewayPlace): GatewayProcess {
  const home = join(cellDir, 'home');
  const state = join(cellDir, 'state');
  const scratch = join(cellDir, 'tmp');
  for (const folder of [home, state, scratch]) mkdirSync(folder, { recursive: true, mode: 0o700 });
  // Compiled copies of the plugin: what is loaded shall be what was checked.
  rmSync(join(scratch, 'jiti'), { recursive: true, force: true });
  const log = openSync(outputPath(cellDir), 'a', 0o600);
  const child = spawn(
    process.execPath,
    [join(openclawDir, 'openclaw.mjs'), 'gateway', 'run', '--port', `${port}`],
    {
      cwd: home,
      detached: true,
      // What it prints are the butlers' answers; what goes wrong goes to the other one.
      stdio: ['ignore', 'ignore', log],
      // Nothing of our own environment: it holds the product's secrets.
      env: {
        PATH: process.env.PATH,
        LANG: 'C.UTF-8',
        NODE_ENV: 'production',
        HOME: home,
        TMPDIR: scratch,
        OPENCLAW_HOME: home,
        OPENCLAW_STATE_DIR: state,
        OPENCLAW_CONFIG_PATH: join(cellDir, 'openclaw.json'),
        OPENCLAW_SKIP_CHANNELS: '1',
        OPENCLAW_SKIP_CRON: '1',
        OPENCLAW_DISABLE_BONJOUR: '1',
        OPENCLAW_NO_RESPAWN: '1',
        OPENCLAW_EXEC_SHELL_SNAPSHOT: '0',
        OPENCLAW_OFFLINE: '1',
      },
    },
  );
  closeSync(log);
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`could not be started: ${error.message}`));
    child.once('exit', (code, signal) => {
      if (livingGateway(cellDir) === null) rmSync(pidFile(cellDir), { force: true });
      if (code === BAD_CONFIGURATION) resolve('refuses its configuration');
      else resolve(signal ? `was ended by ${signal}` : `ended with code ${code}`);
    });
  });
  const pid = child.pid ?? 0;
  if (pid !== 0) writePrivate(pidFile(cellDir), `${pid} ${startedAt(pid)}\n`);
  return {
    pid,
    exited,
    async stop(graceMs) {
      if (pid !== 0) await endGroup(pid, graceMs);
      await exited;
    },
  };
}

/** Waits until the gateway takes calls. Throws with the reason when it ends before, or takes too long. */
export async function gatewayReady(port: number, exited: Promise<string>): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline) {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`, {
      signal: AbortSignal.timeout(2_000),
    }).catch(() => null);
    if (answer?.ok) return;
    const ended = await Promise.race([exited, delay(100, null)]);
    if (ended !== null) throw new Error(`the gateway ${ended}`);
  }
  throw new Error('the gateway is not ready after two minutes');
}
