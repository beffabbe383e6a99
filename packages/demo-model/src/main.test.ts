import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { startDemoModel } from './server.ts';

function run(env: Record<string, string>) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { child, exited: once(child, 'exit') };
}

test('the process says where it is, and SIGTERM ends it in the middle of an answer', async () => {
  const { child, exited } = run({ DEMO_MODEL_PACE_MS: '10000', DEMO_MODEL_CONTROLS: 'true' });
  const [first] = await once(child.stdout, 'data');
  const url = /http:\S+/.exec(`${first}`)?.[0] ?? '';
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  expect((await fetch(`${url}/control/forget`, { method: 'POST', body: '{}' })).status).toBe(204);
  const slow = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    body: JSON.stringify({ model: 'x', stream: true, messages: [{ role: 'user', content: 'hi' }] }),
  });
  child.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
  await expect(slow.text()).rejects.toThrow();
});

test.each([
  ['a port that is none', { PORT: 'many' }, /PORT/],
  ['a port that is taken', null, /EADDRINUSE/],
])('%s is said in one sentence', async (_, env, sentence) => {
  const other = await startDemoModel();
  const { child, exited } = run(env ?? { PORT: new URL(other.url).port });
  const [said, [code]] = await Promise.all([text(child.stderr), exited]);
  expect(said).toMatch(/^The demo model cannot start: /);
  expect(said).toMatch(sentence);
  expect(code).toBe(1);
  await other.close();
});
