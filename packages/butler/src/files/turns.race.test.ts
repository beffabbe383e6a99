import { expect, test } from 'vitest';
import { createTurns } from './turns.ts';

const signal = new AbortController().signal;

test('so many go on at once of each kind, the others in order, and a kind does not wait for another', async () => {
  const inTurn = createTurns<string>(2);
  const begun: string[] = [];
  const gates = new Map<string, () => void>();
  const start = (kind: string, name: string) =>
    inTurn(kind, signal, () => {
      begun.push(name);
      return new Promise<string>((resolve) => gates.set(name, () => resolve(name)));
    });
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => start('ann', name));
  const bobs = start('bob', 'bob');
  expect(begun).toEqual(['a', 'b', 'bob']);
  gates.get('b')?.();
  expect(await b).toBe('b');
  await new Promise((resolve) => setImmediate(resolve));
  expect(begun).toEqual(['a', 'b', 'bob', 'c']);
  for (const name of ['a', 'c', 'bob']) gates.get(name)?.();
  await Promise.all([a, c, bobs]);
  await new Promise((resolve) => setImmediate(resolve));
  gates.get('d')?.();
  expect(await d).toBe('d');
});

test('who leaves before their turn takes nobody’s, and a failure gives its turn on', async () => {
  const inTurn = createTurns<string>(1);
  const gate = Promise.withResolvers<void>();
  const first = inTurn('ann', signal, () => gate.promise);
  const leaving = new AbortController();
  const left = inTurn('ann', leaving.signal, async () => 'never');
  const failing = inTurn('ann', signal, () => Promise.reject(new Error('broken')));
  const last = inTurn('ann', signal, async () => 'last');
  leaving.abort(new Error('left'));
  await expect(left).rejects.toThrow('left');
  gate.reject(new Error('first broken'));
  await expect(first).rejects.toThrow('first broken');
  await expect(failing).rejects.toThrow('broken');
  expect(await last).toBe('last');
  await expect(inTurn('ann', leaving.signal, async () => 'never')).rejects.toThrow('left');
  expect(await inTurn('ann', signal, async () => 'again')).toBe('again');
});
