import { readdirSync, readFileSync } from 'node:fs';

const CLOSE_ON_EXEC = 0o2000000;
const FIRST_OF_OURS = 3;

/**
 * Descriptors that every program this process starts would inherit: not those that Node opened, but those that it was
 * itself started with. A folder among them would be a way out of a sandbox.
 */
export function inheritedDescriptors(): number[] {
  return readdirSync('/proc/self/fdinfo')
    .map(Number)
    .filter((fd) => fd >= FIRST_OF_OURS && survivesExec(fd));
}

function survivesExec(fd: number): boolean {
  try {
    const flags = /^flags:\s*([0-7]+)$/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8'))?.[1];
    return flags !== undefined && (Number.parseInt(flags, 8) & CLOSE_ON_EXEC) === 0;
  } catch {
    // It was the one with which the list was read.
    return false;
  }
}
