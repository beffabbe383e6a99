import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createReadMarker } from './use-mark-read.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const MINUTE_MS = 60_000;

test('what is seen together is told once, and only what is newer is told again', async () => {
  const tell = vi.fn(async (_position: number) => {});
  const marker = createReadMarker(tell);
  for (const position of [2, 4, 6, 4]) marker.seen(position);
  await vi.advanceTimersByTimeAsync(MINUTE_MS);
  marker.seen(6);
  await vi.advanceTimersByTimeAsync(MINUTE_MS);
  expect(tell.mock.calls).toEqual([[6]]);
  marker.seen(8);
  await vi.advanceTimersByTimeAsync(MINUTE_MS);
  expect(tell.mock.calls).toEqual([[6], [8]]);
});

test('one call is on its way at a time; what was seen meanwhile follows it', async () => {
  const answers: (() => void)[] = [];
  const tell = vi.fn((_position: number) => new Promise<void>((resolve) => answers.push(resolve)));
  const marker = createReadMarker(tell);
  marker.seen(2);
  await vi.advanceTimersByTimeAsync(MINUTE_MS);
  marker.seen(4);
  marker.seen(6);
  await vi.advanceTimersByTimeAsync(MINUTE_MS);
  expect(tell.mock.calls).toEqual([[2]]);
  answers[0]?.();
  await vi.advanceTimersByTimeAsync(MINUTE_MS);
  expect(tell.mock.calls).toEqual([[2], [6]]);
});

test('what did not get through is told again, until it has', async () => {
  const tell = vi
    .fn<(position: number) => Promise<void>>()
    .mockRejectedValueOnce(new Error('no network'))
    .mockRejectedValueOnce(new Error('no network'))
    .mockResolvedValue();
  createReadMarker(tell).seen(2);
  await vi.advanceTimersByTimeAsync(10 * MINUTE_MS);
  expect(tell.mock.calls).toEqual([[2], [2], [2]]);
});

test('who leaves at once has not read, and may see it another time', async () => {
  const tell = vi.fn(async (_position: number) => {});
  const marker = createReadMarker(tell);
  marker.seen(2);
  marker.stop();
  await vi.advanceTimersByTimeAsync(MINUTE_MS);
  expect(tell).not.toHaveBeenCalled();
  marker.seen(2);
  await vi.advanceTimersByTimeAsync(MINUTE_MS);
  expect(tell.mock.calls).toEqual([[2]]);
});
