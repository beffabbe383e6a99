import { ContactId, MessageId, newId, RunId, ToolCallId, type ToolCallView } from '@friendsai/schema';
import { expect, test } from 'vitest';
import type { LiveChannel, LiveMessage, LiveRun } from '../live/index.ts';
import { NO_CHANNEL } from '../live/state.ts';
import { entriesOf } from './entries.ts';

const contactId = newId(ContactId);

const minute = (count: number) => `2026-01-01T12:${`${count}`.padStart(2, '0')}:00.000Z`;

function message(
  position: number | null,
  role: LiveMessage['role'],
  runId: RunId,
  change: Partial<LiveMessage> = {},
): LiveMessage {
  return {
    id: newId(MessageId),
    role,
    text: `${role} ${position}`,
    position,
    at: minute(position ?? 59),
    clientMessageId: null,
    runId,
    state: position === null ? 'streaming' : 'complete',
    attachments: [],
    ...change,
  };
}

function call(
  runId: RunId | null,
  messageId: MessageId | null,
  change: Partial<ToolCallView> = {},
): ToolCallView {
  return {
    id: newId(ToolCallId),
    contactId,
    runId,
    messageId,
    tool: 'memory_write',
    risk: 'write',
    state: 'succeeded',
    revision: 1,
    at: minute(1),
    asksBecause: null,
    details: [],
    input: '',
    reason: null,
    errorCode: null,
    card: { kind: 'memory', name: 'tea', excerpt: 'oolong', isNew: true },
    undone: false,
    canUndo: true,
    ...change,
  };
}

function channel(
  messages: LiveMessage[],
  calls: ToolCallView[],
  change: Partial<LiveChannel> = {},
): LiveChannel {
  const runs: Record<MessageId, LiveRun> = {};
  for (const asked of messages.filter(({ role }) => role !== 'butler')) {
    const reply = messages.find(({ role, runId }) => role === 'butler' && runId === asked.runId);
    runs[asked.id] = {
      id: asked.runId ?? newId(RunId),
      messageId: asked.id,
      replyMessageId: reply?.id ?? null,
      state: 'finished',
      errorCode: null,
      tool: null,
    };
  }
  return {
    ...NO_CHANNEL,
    messages: Object.fromEntries(messages.map((each) => [each.id, each])),
    toolCalls: Object.fromEntries(calls.map((each) => [each.id, each])),
    runs,
    ...change,
  };
}

/** What is read, without how runs stand: those are said after every answer. */
const read = (of: LiveChannel) =>
  entriesOf(of)
    .filter(({ kind }) => kind !== 'status' && kind !== 'day')
    .map((entry) => {
      if (entry.kind === 'message') return entry.message.text;
      if (entry.kind === 'cards')
        return `${entry.calls.map(({ tool }) => tool).join(', ')}${entry.fresh ? ' (fresh)' : ''}`;
      return entry.kind === 'note' ? `yes ${entry.yes}, no ${entry.no}` : entry.kind;
    });

const [first, second] = [newId(RunId), newId(RunId)];

test('cards stand below the answer of their run in the order of asking, and are fresh until one says more', () => {
  const asked = message(1, 'user', first);
  const answer = message(2, 'butler', first);
  const calls = [
    call(first, asked.id, { tool: 'reminder_create', at: minute(3) }),
    call(first, asked.id, { tool: 'note_add', at: minute(2) }),
  ];
  expect(read(channel([asked, answer], calls))).toEqual([
    'user 1',
    'butler 2',
    'note_add, reminder_create (fresh)',
  ]);
  const more = channel([asked, answer, message(4, 'user', second)], calls);
  expect(read(more)).toEqual(['user 1', 'butler 2', 'note_add, reminder_create', 'user 4']);
  const sending = {
    clientMessageId: 'a',
    text: 'more',
    attachments: [],
    at: minute(4),
    state: 'sending',
  } as const;
  expect(read(channel([asked, answer], calls, { outgoing: [sending] }))).toContain(
    'note_add, reminder_create',
  );
});

test('what was seen before one said more is fresh no longer, also while its answer still goes on; what was not seen is', () => {
  const asked = message(1, 'user', first);
  const more = message(3, 'user', second);
  const speaking = message(null, 'butler', first);
  const seen = call(first, asked.id, { at: minute(2) });
  expect(read(channel([asked, more, speaking], [seen]))).toEqual([
    'user 1',
    'user 3',
    'butler null',
    'memory_write',
  ]);
  const unseen = call(first, asked.id, { at: minute(4), tool: 'note_add' });
  expect(read(channel([asked, more, speaking], [seen, unseen]))).toContain('memory_write, note_add (fresh)');
  // Clocks of two servers may differ: what a message led to is after it.
  const early = call(first, asked.id, { at: minute(0) });
  expect(read(channel([asked], [early]))).toContain('memory_write (fresh)');
});

test('while nothing is said yet they stand below the question, and while it is being said below what is said', () => {
  const asked = message(1, 'user', first);
  const calls = [call(first, asked.id)];
  expect(read(channel([asked], calls))).toEqual(['user 1', 'memory_write (fresh)']);
  const speaking = message(null, 'butler', first);
  const said = entriesOf(channel([asked, speaking], calls));
  expect(said.map(({ kind }) => kind)).toEqual(['day', 'message', 'message', 'cards', 'status']);
  expect(said.at(-1)).toMatchObject({ kind: 'status', speaking: true });
  // The same thing in the same list: it moves, and is not made anew.
  expect(said[3]?.key).toBe(entriesOf(channel([asked], calls))[2]?.key);
});

test('what only looks shows nothing, and what failed to be written says so', () => {
  const asked = message(1, 'user', first);
  const looked = call(first, asked.id, { tool: 'contact_get', risk: 'read', card: null });
  expect(read(channel([asked], [looked, { ...looked, id: newId(ToolCallId), state: 'failed' }]))).toEqual([
    'user 1',
  ]);
  const failed = call(first, asked.id, { state: 'failed', card: null, errorCode: 'TOOL_FAILED' });
  expect(read(channel([asked], [failed]))).toEqual(['user 1', 'memory_write (fresh)']);
});

test('what came from outside a conversation stands where it happened', () => {
  const messages = [message(1, 'user', first), message(2, 'butler', first), message(4, 'user', second)];
  const calls = [call(null, null, { at: minute(3) }), call(null, null, { at: minute(3), tool: 'note_add' })];
  expect(read(channel(messages, calls))).toEqual(['user 1', 'butler 2', 'memory_write, note_add', 'user 4']);
  // What happened before anything that is on this page stands on another one.
  const [call1] = calls;
  if (!call1) throw new Error('there is a call');
  expect(read(channel(messages, [{ ...call1, at: '2025-01-01T00:00:00.000Z' }]))).not.toContain(
    'memory_write',
  );
});

const decided = (...decisions: string[]) =>
  `[FriendsAI] ${JSON.stringify({ decisions: decisions.map((decision) => ({ tool: 'note_add', decision })) })}`;

test('what the user decided is told by the cards right above, else by one line', () => {
  const asked = message(1, 'user', first);
  const answer = message(2, 'butler', first);
  const noted = newId(RunId);
  const text = decided('approved', 'rejected', 'approved');
  const right = message(3, 'system', noted, { text });
  const done = message(4, 'butler', noted);
  const calls = [call(first, asked.id)];
  expect(read(channel([asked, answer, right, done], calls))).toEqual([
    'user 1',
    'butler 2',
    'memory_write (fresh)',
    'butler 4',
  ]);
  const between = [message(3, 'user', second), message(4, 'butler', second)];
  const later = message(5, 'system', noted, { text });
  expect(read(channel([asked, answer, ...between, later], calls))).toEqual([
    'user 1',
    'butler 2',
    'memory_write',
    'user 3',
    'butler 4',
    'yes 2, no 1',
  ]);
});

test('no text of the system is shown as it stands', () => {
  const texts = [
    '[FriendsAI] {"decisions":[{"decision":"later"}]}',
    '[FriendsAI] not json',
    'a word from nobody',
  ];
  const notes = texts.map((text, index) => message(index + 1, 'system', newId(RunId), { text }));
  expect(read(channel(notes, []))).toEqual([]);
});

test('a run that waits is said below a note that is not shown', () => {
  const asked = message(1, 'user', first);
  const note = message(2, 'system', second, { text: decided('approved') });
  const kinds = entriesOf(channel([asked, note], [call(first, asked.id)])).map(({ kind }) => kind);
  expect(kinds).toEqual(['day', 'message', 'cards', 'status', 'status']);
});
