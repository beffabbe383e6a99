import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { freePort } from './ports.ts';
import { startRedis } from './redis.ts';
import { releaseState, runningStack, takeState, tellAddresses } from './state-lock.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'friendsai-start-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(dir, { recursive: true, force: true });
});

test('where there is no Redis, one sentence names the ways to get one', async () => {
  vi.stubEnv('PATH', dir);
  await expect(startRedis({ stateDir: dir, keep: false, logFile: join(dir, 'log') })).rejects.toThrow(
    /REDIS_URL.*redis-server.*container/,
  );
});

test('a second start learns that one is running, and where', () => {
  expect(takeState(dir)).toBeNull();
  tellAddresses(dir, ['http://localhost:3000']);
  expect(takeState(dir)).toEqual({ pid: process.pid, addresses: ['http://localhost:3000'] });
  releaseState(dir);
  expect(runningStack(dir)).toBeNull();
  expect(takeState(dir)).toBeNull();
});

test('a port that is taken is passed over for the next one', async () => {
  const preferred = await freePort();
  const taker = createServer();
  await new Promise<void>((resolve) => taker.listen(preferred, '127.0.0.1', resolve));
  expect(await freePort(preferred)).toBeGreaterThan(preferred);
  await new Promise((resolve) => taker.close(resolve));
  expect(await freePort(preferred)).toBe(preferred);
});
