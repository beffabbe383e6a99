import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

function ps(pid: number, column: string): string | null {
  try {
    const stdio: ['ignore', 'pipe', 'ignore'] = ['ignore', 'pipe', 'ignore'];
    return (
      execFileSync('ps', ['-o', `${column}=`, '-p', `${pid}`], { encoding: 'utf8', stdio }).trim() || null
    );
  } catch {
    return null;
  }
}

/** When a living process began, in the system's own words; null when it has ended. Tells it from a later one of the same number. */
export function beganAt(pid: number): string | null {
  if (!existsSync('/proc/self/stat')) return ps(pid, 'lstart');
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // One that has ended and that nobody has asked after keeps its number.
    return fields[0] === 'Z' ? null : (fields[19] ?? null);
  } catch {
    return null;
  }
}

/** How a living process was called; null when it has ended. */
export function commandLine(pid: number): string | null {
  if (!existsSync('/proc/self/cmdline')) return ps(pid, 'args');
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return null;
  }
}

/** Signals a process and all that it has started; one that has ended meanwhile is as good. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
