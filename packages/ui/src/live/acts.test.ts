import { ContactId, type ErrorCode, newId, ToolCallId, type ToolCallView } from '@friendsai/schema';
import { expect, test } from 'vitest';
import { type Acts, type ActsDeps, createActs } from './acts.ts';

const id = () => newId(ToolCallId);

const view = (toolCallId: ToolCallId): ToolCallView => ({
  id: toolCallId,
  contactId: newId(ContactId),
  runId: null,
  messageId: null,
  tool: 'note_add',
  risk: 'write',
  state: 'succeeded',
  revision: 3,
  at: '2026-01-01T00:00:00.000Z',
  asksBecause: null,
  details: [],
  input: '',
  reason: null,
  errorCode: null,
  card: null,
  undone: false,
  canUndo: true,
});

function device(change: Partial<ActsDeps>) {
  let acts: Acts = {};
  const calls: ToolCallView[] = [];
  const made = createActs({
    decide: async ({ decisions }) => ({
      results: decisions.map(({ toolCallId }) => ({ toolCallId, call: view(toolCallId), errorCode: null })),
    }),
    undo: async ({ toolCallId }) => view(toolCallId),
    codeOf: (error): ErrorCode | null => (error === 'UNDO_CONFLICT' ? error : null),
    acts: () => acts,
    onActs: (next) => {
      acts = next;
    },
    onCalls: (seen) => calls.push(...seen),
    ...change,
  });
  return { ...made, calls, acts: () => acts };
}

test('a button that is pressed twice answers once', async () => {
  const asked: number[] = [];
  let answer = () => {};
  const { decide } = device({
    decide: async ({ decisions }) => {
      asked.push(decisions.length);
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
      return { results: [] };
    },
  });
  const toolCallId = id();
  const first = decide([{ toolCallId, decision: 'approve' }]);
  const second = decide([{ toolCallId, decision: 'approve' }]);
  answer();
  await Promise.all([first, second]);
  expect(asked).toEqual([1]);
});

test('of several decisions each gets its own result, and one that fails holds up no other', async () => {
  const [good, late] = [id(), id()];
  const { decide, acts, calls } = device({
    decide: async () => ({
      results: [
        { toolCallId: good, call: view(good), errorCode: null },
        { toolCallId: late, call: view(late), errorCode: 'ALREADY_DECIDED' },
      ],
    }),
  });
  await decide([
    { toolCallId: good, decision: 'approve' },
    { toolCallId: late, decision: 'approve' },
  ]);
  expect(acts()).toEqual({ [late]: { state: 'failed', errorCode: 'ALREADY_DECIDED' } });
  expect(calls.map((call) => call.id)).toEqual([good, late]);
});

test('more than one call may hold are sent in parts', async () => {
  const sizes: number[] = [];
  const { decide } = device({
    decide: async ({ decisions }) => {
      sizes.push(decisions.length);
      return { results: [] };
    },
  });
  await decide(Array.from({ length: 60 }, () => ({ toolCallId: id(), decision: 'reject' }) as const));
  expect(sizes).toEqual([50, 10]);
});

test('without a network it is said, and the same answer can be given again', async () => {
  let away = true;
  const { decide, acts } = device({
    decide: async ({ decisions }) => {
      if (away) throw new Error('unreachable');
      return { results: decisions.map(({ toolCallId }) => ({ toolCallId, call: null, errorCode: null })) };
    },
  });
  const toolCallId = id();
  await decide([{ toolCallId, decision: 'approve' }]);
  expect(acts()[toolCallId]).toEqual({ state: 'failed', errorCode: null });
  away = false;
  await decide([{ toolCallId, decision: 'approve' }]);
  expect(acts()).toEqual({});
});

test('what cannot be undone says why', async () => {
  const { undo, acts } = device({
    undo: async () => {
      throw 'UNDO_CONFLICT';
    },
  });
  const toolCallId = id();
  await undo({ toolCallId });
  expect(acts()[toolCallId]).toEqual({ state: 'failed', errorCode: 'UNDO_CONFLICT' });
});
