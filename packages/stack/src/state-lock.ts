import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const Holder = z.object({ pid: z.int(), addresses: z.array(z.string()) });
export type Holder = z.infer<typeof Holder>;

const file = (stateDir: string) => join(stateDir, 'running.json');

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** The stack that runs on this state, if there is one. */
export function runningStack(stateDir: string): Holder | null {
  try {
    const holder = Holder.parse(JSON.parse(readFileSync(file(stateDir), 'utf8')));
    return isAlive(holder.pid) ? holder : null;
  } catch {
    return null;
  }
}

/** Takes the state for this process; gives who has it otherwise. */
export function takeState(stateDir: string): Holder | null {
  mkdirSync(stateDir, { recursive: true });
  const mine = JSON.stringify({ pid: process.pid, addresses: [] });
  try {
    // Made only if it is not there: of two that start at once, one gets it.
    writeFileSync(file(stateDir), mine, { flag: 'wx' });
    return null;
  } catch {
    const holder = runningStack(stateDir);
    if (holder) return holder;
    writeFileSync(file(stateDir), mine);
    return null;
  }
}

/** Says where the running stack is, for whoever starts it again. */
export function tellAddresses(stateDir: string, addresses: string[]): void {
  writeFileSync(file(stateDir), JSON.stringify({ pid: process.pid, addresses }));
}

export function releaseState(stateDir: string): void {
  rmSync(file(stateDir), { force: true });
}
