import {
  type ChannelRef,
  ContactId,
  customEvent,
  EventType,
  type FriendsEvent,
  JOURNAL,
  MessageId,
  newId,
  RunId,
  ToolCallId,
  type ToolCallView,
} from '@friendsai/schema';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyEvent } from './apply-event.ts';
import { applyHistory } from './apply-history.ts';
import { channelOf, inOrder, NOTHING } from './state.ts';
import { byTime, waitingCalls } from './tool-calls.ts';

const contactId = newId(ContactId);
const at = '2026-01-01T00:00:00.000Z';

function call(change: Partial<ToolCallView> = {}): ToolCallView {
  return {
    id: newId(ToolCallId),
    contactId,
    runId: newId(RunId),
    messageId: newId(MessageId),
    tool: 'note_add',
    risk: 'write',
    state: 'requested',
    revision: 0,
    at,
    asksBecause: null,
    details: [],
    input: '',
    reason: null,
    errorCode: null,
    card: null,
    undone: false,
    canUndo: false,
    ...change,
  };
}

function event(
  seq: number,
  inner: FriendsEvent['event'],
  channel: ChannelRef | null = contactId,
): FriendsEvent {
  return { seq, epoch: 1, at, contactId: channel, runId: null, taskId: null, event: inner };
}

/** A call's whole life, as the server tells of it. */
function life(): ToolCallView[] {
  const first = call();
  return (['requested', 'awaiting-confirmation', 'executing', 'succeeded'] as const).map(
    (state, revision) => ({
      ...first,
      state,
      revision,
    }),
  );
}

const nameOf = (view: ToolCallView) =>
  view.state === 'awaiting-confirmation' ? ('tool.confirmation' as const) : ('card' as const);

test('of each call the newest revision stands, in whatever order they come and however often', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 7 }), { minLength: 1, maxLength: 20 }), (order) => {
      const views = [...life(), ...life()];
      const told = order.map((index) => views[index % views.length]).filter((view) => view !== undefined);
      const state = told.reduce(
        (before, view, index) => applyEvent(before, event(index + 1, customEvent(nameOf(view), view))),
        NOTHING,
      );
      const channel = channelOf(state, contactId);
      for (const view of told) {
        const newest = Math.max(...told.filter(({ id }) => id === view.id).map(({ revision }) => revision));
        expect(channel.toolCalls[view.id]?.revision).toBe(newest);
      }
    }),
  );
});

test('a page of history that is older than the stream takes nothing back, and one that is newer stands', () => {
  const [, waiting, , done] = life();
  if (!waiting || !done) throw new Error('a life has four stages');
  const page = { messages: [], runs: [], nextBefore: null };
  const live = applyEvent(NOTHING, event(1, customEvent('card', done)));
  const afterOld = applyHistory(live, contactId, { ...page, toolCalls: [waiting] }, true);
  expect(channelOf(afterOld, contactId).toolCalls[done.id]?.state).toBe('succeeded');
  const asked = applyEvent(NOTHING, event(1, customEvent('tool.confirmation', waiting)));
  const afterNew = applyHistory(asked, contactId, { ...page, toolCalls: [done] }, true);
  expect(channelOf(afterNew, contactId).toolCalls[done.id]?.state).toBe('succeeded');
});

test('a call stands in the channel that it names, whatever channel its event names', () => {
  const view = call({ contactId: JOURNAL });
  const state = applyEvent(NOTHING, event(1, customEvent('card', view), null));
  expect(channelOf(state, JOURNAL).toolCalls[view.id]).toEqual(view);
  expect(channelOf(state, contactId).toolCalls).toEqual({});
});

test('what is no tool call of ours is passed over', () => {
  const state = applyEvent(NOTHING, event(1, { type: EventType.CUSTOM, name: 'card', value: { id: 1 } }));
  expect(channelOf(state, contactId).toolCalls).toEqual({});
  expect(state.cursor).toBe('1-1');
});

test('what waits is found, oldest first', () => {
  const asks = { state: 'awaiting-confirmation' } as const;
  const [older, newer] = [call({ ...asks }), call({ ...asks, at: '2026-01-02T00:00:00.000Z' })];
  const state = [newer, call({ state: 'succeeded' }), older].reduce(
    (before, view, index) => applyEvent(before, event(index + 1, customEvent('card', view))),
    NOTHING,
  );
  expect(waitingCalls(channelOf(state, contactId))).toEqual([older, newer]);
  expect([newer, older].sort(byTime)).toEqual([older, newer]);
});

test("a note of the system's and a message with a file are taken in whole", () => {
  const [messageId, noteId, runId] = [newId(MessageId), newId(MessageId), newId(RunId)];
  const attachments = [{ id: newId(MessageId), name: 'menu.pdf', mediaType: 'application/pdf' }];
  const events: FriendsEvent['event'][] = [
    {
      type: EventType.TEXT_MESSAGE_START,
      messageId,
      role: 'user',
      metadata: { clientMessageId: 'a', runId, position: 1, attachments },
    },
    { type: EventType.TEXT_MESSAGE_CONTENT, messageId, delta: 'look at this' },
    { type: EventType.TEXT_MESSAGE_END, messageId },
    {
      type: EventType.TEXT_MESSAGE_START,
      messageId: noteId,
      role: 'system',
      metadata: { clientMessageId: null, runId: newId(RunId), position: 2 },
    },
    { type: EventType.TEXT_MESSAGE_CONTENT, messageId: noteId, delta: '[FriendsAI] {}' },
    { type: EventType.TEXT_MESSAGE_END, messageId: noteId },
  ];
  const state = events.reduce((before, inner, index) => applyEvent(before, event(index + 1, inner)), NOTHING);
  expect(inOrder(channelOf(state, contactId))).toMatchObject([
    { id: messageId, role: 'user', text: 'look at this', state: 'complete', attachments },
    { id: noteId, role: 'system', text: '[FriendsAI] {}', state: 'complete', attachments: [] },
  ]);
});
