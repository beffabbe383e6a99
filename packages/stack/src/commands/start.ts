import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { REPO } from '../repo.ts';
import { demoAccount } from '../seed.ts';
import { Sentence } from '../sentence.ts';
import { startStack } from '../stack.ts';
import { lockState } from '../state-lock.ts';

/** Where the product's data is kept. */
export const STATE_DIR = join(REPO, '.state');

const SETTINGS = join(REPO, '.env');

async function run(apps: 'built' | 'dev'): Promise<void> {
  const lock = lockState(STATE_DIR);
  if ('heldBy' in lock) throw new Sentence(lock.heldBy);
  if (existsSync(SETTINGS)) process.loadEnvFile(SETTINGS);
  const startedAt = Date.now();
  const say = (sentence: string) =>
    console.log(`${((Date.now() - startedAt) / 1000).toFixed(1).padStart(6)} s  ${sentence}`);
  const calledOff = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (!calledOff.signal.aborted) say('Stopping');
      calledOff.abort();
    });
  }
  // A terminal that was closed takes no more words, which is no reason to leave everything running.
  process.stdout.on('error', () => calledOff.abort());
  try {
    const stack = await startStack({
      stateDir: STATE_DIR,
      purpose: 'product',
      apps,
      signal: calledOff.signal,
      onAddresses: ({ webUrl, h5Url }) => lock.tell([webUrl, h5Url]),
      say,
    });
    try {
      const demo = demoAccount(STATE_DIR, stack.serverEnv);
      console.log(`
FriendsAI is ready.
  web     ${stack.webUrl}
  phone   ${stack.h5Url}
  server  ${stack.serverUrl}/trpc
  demo account: ${demo.email}, password ${demo.password}
Ctrl-C stops everything.`);
      if (!calledOff.signal.aborted) await once(calledOff.signal, 'abort');
    } finally {
      await stack.stop();
    }
  } catch (error) {
    // What fails because it was called off has not failed.
    if (!calledOff.signal.aborted) throw error;
  }
}

/** The product, as a person uses it. */
export const start = () => run('built');

/** The same stack with hot reload of the apps; the server starts again with every change of its sources. */
export const dev = () => run('dev');
