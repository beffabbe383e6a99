import {
  ContactId,
  type EventDraft,
  EventType,
  type FriendsEvent,
  type HistoryPage,
  MessageId,
  newId,
  RunId,
} from '@friendsai/schema';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyEvent } from './apply-event.ts';
import { applyHistory } from './apply-history.ts';
import { channelOf, inOrder, type LiveState, NOTHING } from './state.ts';

const contactId = newId(ContactId);
const at = '2026-01-01T00:00:00.000Z';

/** A conversation as the server would say it: questions, some of them while an answer is being given, and how each run ends. */
function conversation(
  turns: { words: string[]; end: 'finished' | 'cancelled' | 'failed' }[],
): FriendsEvent[] {
  const drafts: EventDraft['event'][] = [];
  const of: (RunId | null)[] = [];
  const say = (runId: RunId | null, ...events: EventDraft['event'][]) => {
    for (const event of events) {
      drafts.push(event);
      of.push(runId);
    }
  };
  let position = 0;
  for (const { words, end } of turns) {
    const [messageId, replyMessageId, runId] = [newId(MessageId), newId(MessageId), newId(RunId)];
    position += 1;
    const metadata = { clientMessageId: messageId, runId, position };
    say(
      null,
      { type: EventType.TEXT_MESSAGE_START, messageId, role: 'user', metadata },
      { type: EventType.TEXT_MESSAGE_CONTENT, messageId, delta: 'question' },
      { type: EventType.TEXT_MESSAGE_END, messageId },
    );
    say(runId, {
      type: EventType.RUN_STARTED,
      threadId: contactId,
      runId,
      metadata: { messageId, replyMessageId, attempt: 1 },
    });
    if (words.length > 0) {
      position += 1;
      say(runId, { type: EventType.TEXT_MESSAGE_START, messageId: replyMessageId, role: 'assistant' });
      for (const delta of words)
        say(runId, { type: EventType.TEXT_MESSAGE_CONTENT, messageId: replyMessageId, delta });
      say(runId, { type: EventType.TEXT_MESSAGE_END, messageId: replyMessageId });
    }
    if (end === 'failed') say(runId, { type: EventType.RUN_ERROR, message: 'x', code: 'RUN_TIMEOUT' });
    else {
      const outcome = end === 'finished' ? ({ type: 'success' } as const) : ({ type: 'cancelled' } as const);
      say(runId, { type: EventType.RUN_FINISHED, threadId: contactId, runId, outcome });
    }
  }
  return drafts.map((event, index) => ({
    seq: index + 1,
    epoch: 1,
    at,
    contactId,
    runId: of[index] ?? null,
    taskId: null,
    event,
  }));
}

const turns = fc.array(
  fc.record({
    words: fc.array(fc.string({ minLength: 1 }), { maxLength: 5 }),
    end: fc.constantFrom('finished' as const, 'cancelled' as const, 'failed' as const),
  }),
  { minLength: 1, maxLength: 4 },
);
const fold = (events: FriendsEvent[], from: LiveState = NOTHING) => events.reduce(applyEvent, from);

test('any cut and resume, with any overlap, gives the same state as one reading', () => {
  fc.assert(
    fc.property(turns, fc.nat(), fc.nat(), (conversationTurns, cut, overlap) => {
      const events = conversation(conversationTurns);
      const end = cut % (events.length + 1);
      const begin = Math.max(0, end - (overlap % 5));
      expect(fold(events.slice(begin), fold(events.slice(0, end)))).toEqual(fold(events));
    }),
  );
});

test('what was said is there whole, in order, and every run has ended as it did', () => {
  fc.assert(
    fc.property(turns, (conversationTurns) => {
      const channel = channelOf(fold(conversation(conversationTurns)), contactId);
      const messages = inOrder(channel);
      const expected = conversationTurns.flatMap(({ words }) => [
        'question',
        ...(words.length > 0 ? [words.join('')] : []),
      ]);
      expect(messages.map(({ text }) => text)).toEqual(expected);
      expect(messages.every(({ state }) => state !== 'streaming')).toBe(true);
      expect(Object.values(channel.runs).map(({ state }) => state)).toEqual(
        conversationTurns.map(({ end }) => end),
      );
    }),
  );
});

test('a snapshot in the middle of an answer shows what has been said, and the rest follows it', () => {
  const events = conversation([{ words: ['a', 'b', 'c'], end: 'finished' }]);
  const cut =
    events.findIndex(({ event }) => event.type === EventType.TEXT_MESSAGE_CONTENT && event.delta === 'b') + 1;
  const whole = channelOf(fold(events), contactId);
  const [run] = Object.values(whole.runs);
  if (!run?.replyMessageId) throw new Error('the conversation has no run');
  const activeRun = {
    runId: run.id,
    contactId,
    messageId: run.messageId,
    replyMessageId: run.replyMessageId,
    state: 'running',
    text: 'ab',
  };
  const snapshot: FriendsEvent = {
    seq: cut,
    epoch: 1,
    at,
    contactId: null,
    runId: null,
    taskId: null,
    event: { type: EventType.STATE_SNAPSHOT, snapshot: { activeRuns: [activeRun] } },
  };
  const resumed = channelOf(fold([snapshot, ...events.slice(cut)]), contactId);
  expect(resumed.messages[run.replyMessageId]).toMatchObject({ text: 'abc', state: 'complete' });
  expect(resumed.stale).toBe(true);
});

test('the ledger stands over the stream, and an older page does not take back what has ended since', () => {
  const events = conversation([{ words: ['half'], end: 'finished' }]);
  const live = fold(events);
  const [run] = Object.values(channelOf(live, contactId).runs);
  if (!run?.replyMessageId) throw new Error('the conversation has no run');
  const page: HistoryPage = {
    messages: [
      {
        id: run.replyMessageId,
        position: 2,
        role: 'butler',
        text: 'whole',
        state: 'complete',
        runId: run.id,
        clientMessageId: null,
        attachments: [],
        createdAt: at,
      },
    ],
    runs: [
      {
        id: run.id,
        messageId: run.messageId,
        replyMessageId: run.replyMessageId,
        state: 'running',
        errorCode: null,
      },
    ],
    toolCalls: [],
    nextBefore: null,
  };
  const channel = channelOf(applyHistory(live, contactId, page, true), contactId);
  expect(channel.messages[run.replyMessageId]?.text).toBe('whole');
  expect(channel.runs[run.messageId]?.state).toBe('finished');
});
