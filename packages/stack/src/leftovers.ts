import { globSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { beganAt, commandLine, signalGroup } from './processes.ts';

const GRACE_MS = 10_000;

/** The process that a pid file names, if it is still that one: a number may have been given to another since. */
function namedProcess(file: string): number | null {
  const [number, ...words] = readFileSync(file, 'utf8').trim().split(' ');
  const pid = Number(number);
  const began = words.join(' ');
  if (!(pid > 1)) return null;
  // A gateway's keeper writes so where the system has no /proc.
  if (began === 'unknown') return commandLine(pid)?.includes('openclaw') ? pid : null;
  return beganAt(pid) === began ? pid : null;
}

async function allEnded(pids: readonly number[], withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  while (pids.some((pid) => beganAt(pid) !== null)) {
    if (Date.now() > deadline) return false;
    await delay(50);
  }
  return true;
}

/** Ends what a stack that was killed has left running on this state: its own processes, and the cells' gateways. */
export async function endLeftovers(stateDir: string): Promise<void> {
  const files = globSync(['pids/*.pid', 'cells/*/gateway.pid'], { cwd: stateDir });
  const pids = files
    .map((file) => namedProcess(join(stateDir, file)))
    .filter((pid): pid is number => pid !== null);
  for (const pid of pids) signalGroup(pid, 'SIGTERM');
  if (!(await allEnded(pids, GRACE_MS))) {
    for (const pid of pids.filter((each) => beganAt(each) !== null)) signalGroup(pid, 'SIGKILL');
    await allEnded(pids, GRACE_MS);
  }
  rmSync(join(stateDir, 'pids'), { recursive: true, force: true });
}
