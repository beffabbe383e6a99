import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';

const Holder = z.object({ pid: z.int(), addresses: z.array(z.string()) });

const SQLITE_BUSY = 5;

export type StateLock = {
  /** Says where the stack is, for whoever starts it again. */
  tell(addresses: readonly string[]): void;
};

/**
 * Takes the state folder for this process until it ends, however it ends: SQLite's lock on a file is the kernel's, and
 * goes with its process. So there is no stale lock to be judged.
 *
 * @returns the lock, or a sentence on who has it.
 */
export function lockState(stateDir: string): StateLock | { heldBy: string } {
  mkdirSync(stateDir, { recursive: true });
  const file = join(stateDir, 'running.json');
  const database = new DatabaseSync(join(stateDir, 'lock.db'), { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) {
      return { heldBy: describeHolder(file) };
    }
    throw error;
  }
  // What is not referred to may be collected, and the lock with it.
  process.once('exit', () => database.close());
  const tell = (addresses: readonly string[]) =>
    writeFileSync(file, JSON.stringify({ pid: process.pid, addresses }));
  tell([]);
  return { tell };
}

function describeHolder(file: string): string {
  try {
    const { pid, addresses } = Holder.parse(JSON.parse(readFileSync(file, 'utf8')));
    const where = addresses.length > 0 ? `at ${addresses.join(' and ')}` : 'and is just beginning to start';
    return `FriendsAI is running already (process ${pid}), ${where}.`;
  } catch {
    return 'FriendsAI is running already, and is just beginning to start.';
  }
}
