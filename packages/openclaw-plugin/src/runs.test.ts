import { expect, test } from 'vitest';
import { createRunBook } from './runs.ts';

test('a call has the run that it was announced with, once; the same id in another session is another call', () => {
  const runs = createRunBook();
  runs.note({ runId: 'run-a', toolCallId: 'call_1' }, 'session-a');
  runs.note({ runId: 'run-b', toolCallId: 'call_1' }, 'session-b');
  expect(runs.take('session-b', 'call_1')).toBe('run-b');
  expect(runs.take('session-a', 'call_1')).toBe('run-a');
  expect(runs.take('session-a', 'call_1')).toBe('');
});

test('what the host does not tell is no run', () => {
  const runs = createRunBook();
  runs.note({ toolCallId: 'call_1' }, 'session-a');
  runs.note({ runId: 'run-a' }, 'session-a');
  expect(runs.take('session-a', 'call_1')).toBe('');
});

test('calls that are never made do not pile up: the oldest go', () => {
  const runs = createRunBook();
  for (let n = 0; n <= 1_000; n += 1) runs.note({ runId: `run-${n}`, toolCallId: `call_${n}` }, 'session');
  expect(runs.take('session', 'call_0')).toBe('');
  expect(runs.take('session', 'call_1')).toBe('run-1');
  expect(runs.take('session', 'call_1000')).toBe('run-1000');
});
