import {
  ChannelRef,
  CUSTOM_EVENTS,
  cursorOf,
  ERRORS,
  type ErrorCode,
  EventType,
  type FriendsEvent,
  MessageId,
  parseCursor,
  type RunId,
  RunStartedMetadata,
  StreamSnapshot,
  type ToolCallView,
  UserMessageMetadata,
} from '@friendsai/schema';
import {
  type LiveChannel,
  type LiveMessage,
  type LiveRun,
  type LiveState,
  NO_CHANNEL,
  withChannel,
} from './state.ts';
import { withToolCalls } from './tool-calls.ts';

/** Takes one event of the stream into the state. An event that was taken before changes nothing. */
export function applyEvent(state: LiveState, event: FriendsEvent): LiveState {
  if (event.event.type === EventType.STATE_SNAPSHOT) return applySnapshot(state, event);
  const known = state.cursor === null ? null : parseCursor(state.cursor);
  if (known && known.epoch === event.epoch && event.seq <= known.seq) return state;
  const moved: LiveState = { ...state, cursor: cursorOf(event) };
  const call = toolCallOf(event);
  // It says itself in which channel it stands.
  if (call) return withChannel(moved, call.contactId, (channel) => withToolCalls(channel, [call]));
  const { contactId } = event;
  return contactId === null
    ? moved
    : withChannel(moved, contactId, (channel) => applyToChannel(channel, event));
}

function toolCallOf({ event }: FriendsEvent): ToolCallView | null {
  if (event.type !== EventType.CUSTOM) return null;
  if (event.name !== 'card' && event.name !== 'tool.confirmation') return null;
  return CUSTOM_EVENTS[event.name].safeParse(event.value).data ?? null;
}

/** What the stream cannot tell again: every channel is read anew, and only the snapshot's runs are going on. */
function applySnapshot(state: LiveState, event: FriendsEvent): LiveState {
  if (event.event.type !== EventType.STATE_SNAPSHOT) return state;
  const { activeRuns } = StreamSnapshot.parse(event.event.snapshot);
  const going = new Set<RunId>(activeRuns.map((run) => run.runId));
  const channels: Partial<Record<ChannelRef, LiveChannel>> = {};
  for (const [contactId, channel] of entries(state.channels)) {
    channels[contactId] = { ...channel, stale: true, ...withoutOthers(channel, going) };
  }
  for (const run of activeRuns) {
    const channel = channels[run.contactId] ?? NO_CHANNEL;
    channels[run.contactId] = {
      ...channel,
      runs: { ...channel.runs, [run.messageId]: { ...toRun(run.runId, run), state: run.state } },
      messages:
        run.text === ''
          ? channel.messages
          : {
              ...channel.messages,
              [run.replyMessageId]: saying(run.replyMessageId, run.runId, event.at, run.text),
            },
    };
  }
  return { cursor: cursorOf(event), channels };
}

function entries(channels: LiveState['channels']): [ChannelRef, LiveChannel][] {
  return Object.entries(channels).flatMap(([id, channel]) =>
    channel ? [[ChannelRef.parse(id), channel]] : [],
  );
}

/** Runs and half answers of which the snapshot knows nothing have ended; how, the history will say. */
function withoutOthers(
  channel: LiveChannel,
  going: ReadonlySet<RunId>,
): Pick<LiveChannel, 'messages' | 'runs'> {
  return {
    messages: Object.fromEntries(
      Object.entries(channel.messages).filter(([, message]) => message.state !== 'streaming'),
    ),
    runs: Object.fromEntries(
      Object.entries(channel.runs).filter(([, run]) => !isGoing(run) || going.has(run.id)),
    ),
  };
}

const isGoing = (run: LiveRun) => run.state === 'queued' || run.state === 'running';

const toRun = (id: RunId, run: { messageId: MessageId; replyMessageId: MessageId | null }): LiveRun => ({
  id,
  messageId: run.messageId,
  replyMessageId: run.replyMessageId,
  state: 'queued',
  errorCode: null,
  tool: null,
});

const saying = (id: MessageId, runId: RunId | null, at: string, text: string): LiveMessage => ({
  id,
  role: 'butler',
  text,
  position: null,
  at,
  clientMessageId: null,
  runId,
  state: 'streaming',
  attachments: [],
});

function applyToChannel(channel: LiveChannel, { event, runId, at }: FriendsEvent): LiveChannel {
  switch (event.type) {
    case EventType.TEXT_MESSAGE_START: {
      const id = MessageId.parse(event.messageId);
      if (channel.messages[id]) return channel;
      if (event.role !== 'user' && event.role !== 'system')
        return putMessage(channel, saying(id, runId, at, ''));
      return applyAsked(channel, { id, role: event.role, at }, UserMessageMetadata.parse(event.metadata));
    }
    case EventType.TEXT_MESSAGE_CONTENT: {
      const message = channel.messages[MessageId.parse(event.messageId)];
      // What the history gave is whole already.
      if (message?.state !== 'streaming') return channel;
      return putMessage(channel, { ...message, text: message.text + event.delta });
    }
    case EventType.TEXT_MESSAGE_END: {
      const message = channel.messages[MessageId.parse(event.messageId)];
      if (message?.state !== 'streaming' || message.role === 'butler') return channel;
      return putMessage(channel, { ...message, state: 'complete' });
    }
    case EventType.RUN_STARTED: {
      const started = RunStartedMetadata.parse(event.metadata);
      if (runId === null) return channel;
      // What is said again from its beginning is not put behind what was said before.
      const { [started.replyMessageId]: earlier, ...others } = channel.messages;
      const messages = earlier?.state === 'streaming' ? others : channel.messages;
      return putRun({ ...channel, messages }, { ...toRun(runId, started), state: 'running' });
    }
    case EventType.TOOL_CALL_START:
      return changeRun(channel, runId, (run) => ({ ...run, tool: event.toolCallName }));
    case EventType.TOOL_CALL_END:
      return changeRun(channel, runId, (run) => ({ ...run, tool: null }));
    case EventType.RUN_FINISHED: {
      const state = event.outcome?.type === 'cancelled' ? 'cancelled' : 'finished';
      return endRun(channel, runId, { state, errorCode: null }, at);
    }
    case EventType.RUN_ERROR:
      return endRun(channel, runId, { state: 'failed', errorCode: toErrorCode(event.code) }, at);
    default:
      return channel;
  }
}

/** Something that a run answers: the user's words, or a note of the system's. */
function applyAsked(
  channel: LiveChannel,
  asked: Pick<LiveMessage, 'id' | 'role' | 'at'>,
  { clientMessageId, position, runId, attachments }: UserMessageMetadata,
): LiveChannel {
  const { id } = asked;
  const message: LiveMessage = {
    ...asked,
    text: '',
    position,
    clientMessageId,
    runId,
    state: 'streaming',
    attachments,
  };
  const outgoing = channel.outgoing.filter((sending) => sending.clientMessageId !== clientMessageId);
  return putRun(
    { ...putMessage(channel, message), outgoing },
    channel.runs[id] ?? toRun(runId, { messageId: id, replyMessageId: null }),
  );
}

const putMessage = (channel: LiveChannel, message: LiveMessage): LiveChannel => ({
  ...channel,
  messages: { ...channel.messages, [message.id]: message },
});

const putRun = (channel: LiveChannel, run: LiveRun): LiveChannel => ({
  ...channel,
  runs: { ...channel.runs, [run.messageId]: run },
});

function changeRun(
  channel: LiveChannel,
  runId: RunId | null,
  change: (run: LiveRun) => LiveRun,
): LiveChannel {
  const run = Object.values(channel.runs).find((known) => known.id === runId);
  return run ? putRun(channel, change(run)) : channel;
}

function endRun(
  channel: LiveChannel,
  runId: RunId | null,
  end: Pick<LiveRun, 'state' | 'errorCode'>,
  at: string,
): LiveChannel {
  const ended = changeRun(channel, runId, (run) => ({ ...run, ...end, tool: null }));
  const reply = Object.values(ended.messages).find(
    (message) => message.role === 'butler' && message.runId === runId && message.state === 'streaming',
  );
  if (!reply) return ended;
  // The ledger put it behind everything that was there when the run ended.
  const newest = Object.values(ended.messages).reduce(
    (top, message) => Math.max(top, message.position ?? 0),
    0,
  );
  return putMessage(ended, {
    ...reply,
    // When it was whole, as the ledger has it.
    at,
    position: newest + 1,
    state: end.state === 'finished' ? 'complete' : 'partial',
  });
}

function toErrorCode(code: string | undefined): ErrorCode {
  return code !== undefined && isErrorCode(code) ? code : 'INTERNAL';
}

const isErrorCode = (code: string): code is ErrorCode => code in ERRORS;
