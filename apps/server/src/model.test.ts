import { expect, test } from 'vitest';
import { Env } from './env.ts';
import { modelSettings } from './model.ts';

const secret = 'x'.repeat(32);
const settings = (change: Record<string, string>) =>
  Env.parse({
    DATABASE_URL: 'postgres://127.0.0.1/x',
    REDIS_URL: 'redis://127.0.0.1',
    AUTH_SECRET: secret,
    BRIDGE_SECRET: secret,
    OPENCLAW_TOKEN: secret,
    WORKSPACES_DIR: '/w',
    CELLS_DIR: '/c',
    ...change,
  });
const DEMO = { DEMO_MODEL_URL: 'http://127.0.0.1:1' };

test.each([
  [
    'a key of Anthropic’s',
    { ANTHROPIC_API_KEY: 'a' },
    { api: 'anthropic-messages', apiKey: 'a', demo: false },
  ],
  ['a key of OpenAI’s', { OPENAI_API_KEY: 'o' }, { api: 'openai-completions', apiKey: 'o', demo: false }],
  [
    'a server that speaks OpenAI’s language',
    { OPENAI_BASE_URL: 'http://127.0.0.1:11434/v1', MODEL_NAME: 'qwen' },
    { api: 'openai-completions', baseUrl: 'http://127.0.0.1:11434/v1', name: 'qwen', demo: false },
  ],
  ['nothing', {}, { baseUrl: 'http://127.0.0.1:1/v1', name: 'friendsai-demo', demo: true }],
])('with %s', (_, change, expected) => {
  expect(modelSettings(settings({ ...DEMO, ...change }))).toMatchObject(expected);
});

test('with no model at all, a sentence says what to set', () => {
  expect(() => modelSettings(settings({}))).toThrow(/OPENAI_API_KEY/);
});
