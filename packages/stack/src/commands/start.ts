import { join } from 'node:path';
import { REPO } from '../repo.ts';
import { demoAccount } from '../seed.ts';
import { Sentence } from '../sentence.ts';
import { startStack } from '../stack.ts';
import { releaseState, takeState, tellAddresses } from '../state-lock.ts';

/** Where the product's data is kept. */
export const STATE_DIR = join(REPO, '.state');

async function run(apps: 'built' | 'dev'): Promise<void> {
  const holder = takeState(STATE_DIR);
  if (holder) {
    const where = holder.addresses.length > 0 ? `at ${holder.addresses.join(' and ')}` : 'and still starting';
    throw new Sentence(`FriendsAI is running already (process ${holder.pid}), ${where}.`);
  }
  const startedAt = Date.now();
  const say = (sentence: string) =>
    console.log(`${((Date.now() - startedAt) / 1000).toFixed(1).padStart(6)} s  ${sentence}`);
  let stop: () => Promise<void> = async () => {};
  let stopping = false;
  const end = (code: number) => {
    if (stopping) return;
    stopping = true;
    console.log('\nStopping');
    void stop().finally(() => {
      releaseState(STATE_DIR);
      process.exit(code);
    });
  };
  process.on('SIGINT', () => end(0));
  process.on('SIGTERM', () => end(0));
  try {
    const stack = await startStack({ stateDir: STATE_DIR, purpose: 'product', apps, say });
    stop = stack.stop;
    if (stopping) return void stop();
    const demo = demoAccount(STATE_DIR, stack.serverEnv);
    tellAddresses(STATE_DIR, [stack.webUrl, stack.h5Url]);
    console.log(`
FriendsAI is ready.
  web     ${stack.webUrl}
  phone   ${stack.h5Url}
  server  ${stack.serverUrl}/trpc
  demo account: ${demo.email}, password ${demo.password}
Ctrl-C stops everything.`);
  } catch (error) {
    releaseState(STATE_DIR);
    throw error;
  }
}

/** The product, as a person uses it. */
export const start = () => run('built');

/** The same stack with hot reload of the apps. */
export const dev = () => run('dev');
