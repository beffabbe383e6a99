import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Env, readEnv } from './env.ts';

const example = readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8');
const named = [...example.matchAll(/^([A-Z0-9_]+)=/gm)].map(([, key]) => key);
const pages = readFileSync(new URL('../../../packages/ui/src/session/env.ts', import.meta.url), 'utf8');
const ofPages = [...pages.matchAll(/^ {2}([A-Z0-9_]+):/gm)].map(([, key]) => key);

test('.env.example names every setting that the server and the pages read, and no other', () => {
  expect(ofPages).toContain('API_URL');
  expect([...new Set(named)].sort()).toEqual([...new Set([...Object.keys(Env.shape), ...ofPages])].sort());
});

test('a wrong setting is told by its name, all at once', () => {
  expect(() => readEnv({ DATABASE_URL: 'mysql://x', PORT: 'ninety' })).toThrow(
    /DATABASE_URL[\s\S]*REDIS_URL[\s\S]*PORT/,
  );
});
