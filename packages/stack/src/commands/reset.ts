import { rmSync } from 'node:fs';
import { endLeftovers } from '../leftovers.ts';
import { Sentence } from '../sentence.ts';
import { lockState } from '../state-lock.ts';
import { sharedFolder } from '../unprivileged.ts';
import { STATE_DIR } from './start.ts';

/** Removes everything that the embedded stack has kept: accounts, conversations, files, secrets. */
export async function reset(): Promise<void> {
  const lock = lockState(STATE_DIR);
  if ('heldBy' in lock) throw new Sentence(`${lock.heldBy} Stop it first.`);
  await endLeftovers(STATE_DIR);
  for (const folder of [STATE_DIR, sharedFolder(STATE_DIR)]) rmSync(folder, { recursive: true, force: true });
  console.log('Everything that FriendsAI kept here is gone. The next start begins anew.');
}
