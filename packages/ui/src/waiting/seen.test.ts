import { JOURNAL, newId, ToolCallId, type ToolCallView } from '@friendsai/schema';
import { expect, test } from 'vitest';
import { withNew } from './seen.ts';

const question = (revision = 1): ToolCallView => ({
  id: newId(ToolCallId),
  contactId: JOURNAL,
  runId: null,
  messageId: null,
  tool: 'note_add',
  risk: 'write',
  state: 'awaiting-confirmation',
  revision,
  at: '2026-11-01T08:00:00.000Z',
  asksBecause: 'setting',
  details: [],
  input: '',
  reason: null,
  errorCode: null,
  card: null,
  undone: false,
  canUndo: false,
});

test('what was answered stays in its place, and what comes stands below', () => {
  const [first, second, third] = [question(), question(), question()];
  expect(withNew([first, second], [second, third])).toEqual([first, second, third]);
});

test('a question that was changed meanwhile is shown as it is now', () => {
  const before = question();
  const now = { ...before, revision: 2, input: '{}' };
  expect(withNew([before], [now])).toEqual([now]);
});

test('nothing new is the very same list, so that nothing is drawn again', () => {
  const before = [question(), question()];
  expect(withNew(before, [...before])).toBe(before);
  expect(withNew(before, [])).toBe(before);
});
