import { startStack, throwawayState } from '@friendsai/stack';

/** A stack of the tests' own, with production builds, beside whatever else runs here. Its addresses go into the environment. */
export default async function setup(): Promise<() => Promise<void>> {
  const state = throwawayState();
  const stack = await startStack({
    stateDir: state.path,
    purpose: 'throwaway',
    apps: 'built',
    settings: { SLOTS_PER_CELL: '20', SLOTS_LOW_WATER: '0' },
    say: (sentence) => console.log(`  ${sentence}`),
  });
  process.env['WEB_URL'] = stack.webUrl;
  process.env['H5_URL'] = stack.h5Url;
  process.env['DEMO_MODEL_URL'] = stack.demoModelUrl ?? '';
  process.env['STATE_DIR'] = state.path;
  process.env['DATABASE_URL'] = stack.serverEnv['DATABASE_URL'] ?? '';
  return async () => {
    await stack.stop();
    state.remove();
  };
}
