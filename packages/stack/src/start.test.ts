import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { freePort, reservePort } from './ports.ts';
import { startRedis } from './redis.ts';
import { createServices } from './services.ts';
import { readSettings } from './settings.ts';
import { lockState } from './state-lock.ts';
import { throwawayState } from './throwaway-state.ts';

let state: ReturnType<typeof throwawayState>;
beforeEach(() => {
  state = throwawayState();
});
afterEach(() => {
  vi.unstubAllEnvs();
  state.remove();
});

test('where there is no Redis, one sentence names the ways to get one', async () => {
  vi.stubEnv('PATH', state.path);
  const services = createServices(() => {});
  await expect(startRedis({ services, stateDir: state.path, keep: false })).rejects.toThrow(
    /REDIS_URL.*redis-server.*container/,
  );
});

/** Another process that takes the state, says what came of it, and stays. */
async function otherStart() {
  const program = `
    import { lockState } from '${new URL('./state-lock.ts', import.meta.url).href}';
    const lock = lockState(process.argv[1]);
    lock.tell?.(['http://localhost:3000']);
    console.log(lock.heldBy ?? 'mine');
    process.stdin.resume();`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program, state.path], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = await once(child.stdout.setEncoding('utf8'), 'data');
  return { child, line: String(line).trim() };
}

test('of starts at once one begins, and the others learn that it runs and where, until it is gone', async () => {
  const starts = await Promise.all([otherStart(), otherStart(), otherStart()]);
  const [first, ...none] = starts.filter(({ line }) => line === 'mine');
  expect(none).toEqual([]);
  for (const { line } of starts.filter((each) => each !== first)) expect(line).toMatch(/is running already/);
  expect(lockState(state.path)).toEqual({
    heldBy: `FriendsAI is running already (process ${first?.child.pid}), at http://localhost:3000.`,
  });
  for (const { child } of starts) {
    child.kill('SIGKILL');
    await once(child, 'close');
  }
  const next = await otherStart();
  expect(next.line).toBe('mine');
  next.child.kill('SIGKILL');
  await once(next.child, 'close');
});

test('a port that is taken is passed over for the next one', async () => {
  const preferred = await freePort();
  const taker = createServer();
  await new Promise<void>((resolve) => taker.listen(preferred, '127.0.0.1', resolve));
  const passedOn = await reservePort(preferred);
  expect(passedOn.port).toBeGreaterThan(preferred);
  await passedOn.release();
  await new Promise((resolve) => taker.close(resolve));
  const free = await reservePort(preferred);
  expect(free.port).toBe(preferred);
  await free.release();
});

test('a port is kept from other starts until its own process takes it', async () => {
  const kept = await reservePort(await freePort());
  const other = await reservePort(kept.port);
  expect(other.port).not.toBe(kept.port);
  await kept.release();
  await other.release();
});

test('an empty setting is none, and a stack for tests is not handed what is the developer’s own', () => {
  const { replacing, others } = readSettings({ DATABASE_URL: '', OPENAI_API_KEY: 'k', LOG_LEVEL: 'warn' });
  expect(replacing).toEqual({ OPENAI_API_KEY: 'k' });
  expect(others).toEqual({ LOG_LEVEL: 'warn' });
});
