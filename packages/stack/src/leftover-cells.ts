import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Ends gateways whose keeper was killed: each cell's folder says which process it has, and since when. */
export async function endLeftoverCells(cellsDir: string): Promise<void> {
  if (!existsSync(cellsDir)) return;
  for (const cell of readdirSync(cellsDir)) {
    const file = join(cellsDir, cell, 'gateway.pid');
    if (!existsSync(file)) continue;
    const [pid, began] = readFileSync(file, 'utf8').trim().split(' ');
    const number = Number(pid);
    if (!(number > 1) || !isProcessFrom(number, began)) continue;
    try {
      process.kill(-number, 'SIGKILL');
    } catch {
      // It ended between the look and the signal.
    }
  }
}

/** Whether the process is the one that began then: a number may have been given to another since. */
function isProcessFrom(pid: number, began: string | undefined): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] === began;
  } catch {
    return began === 'unknown' && isAlive(pid);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
