import { rmSync } from 'node:fs';
import { Sentence } from '../sentence.ts';
import { runningStack } from '../state-lock.ts';
import { reachableRoot } from '../unprivileged.ts';
import { STATE_DIR } from './start.ts';

/** Removes everything that the embedded stack has kept: accounts, conversations, files, secrets. */
export async function reset(): Promise<void> {
  const holder = runningStack(STATE_DIR);
  if (holder) throw new Sentence(`FriendsAI is running (process ${holder.pid}). Stop it first.`);
  rmSync(STATE_DIR, { recursive: true, force: true });
  rmSync(reachableRoot(STATE_DIR), { recursive: true, force: true });
  console.log('Everything that FriendsAI kept here is gone. The next start begins anew.');
}
