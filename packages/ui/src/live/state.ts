import type {
  Attachment,
  ChannelRef,
  Cursor,
  ErrorCode,
  MessageId,
  RunId,
  RunState,
  ToolCallId,
  ToolCallView,
} from '@friendsai/schema';
import type { SendingState } from './sender.ts';

/** A message as a client holds it. */
export type LiveMessage = {
  id: MessageId;
  role: 'user' | 'butler' | 'system';
  text: string;
  /** Position in the channel; null while it is being said. */
  position: number | null;
  /** ISO 8601. */
  at: string;
  clientMessageId: string | null;
  runId: RunId | null;
  /** `streaming`: more is coming. `partial`: the run ended before all was said. */
  state: 'complete' | 'partial' | 'streaming';
  attachments: readonly Attachment[];
};

/** The newest run for a user's message, or for a note of the system's. */
export type LiveRun = {
  id: RunId;
  messageId: MessageId;
  replyMessageId: MessageId | null;
  state: RunState;
  errorCode: ErrorCode | null;
  /** The tool at work, by name. */
  tool: string | null;
};

/** A message on its way: the server has not taken it yet. */
export type Outgoing = SendingState & {
  clientMessageId: string;
  text: string;
  attachments: readonly Attachment[];
  at: string;
};

export type LiveChannel = {
  messages: Readonly<Record<MessageId, LiveMessage>>;
  /** By the user's message that it answers. */
  runs: Readonly<Record<MessageId, LiveRun>>;
  /** What the butler did here or asks to do, as it stands now. */
  toolCalls: Readonly<Record<ToolCallId, ToolCallView>>;
  outgoing: readonly Outgoing[];
  /** `before` of the next older page; null at the beginning; undefined before the first page has come. */
  nextBefore: number | null | undefined;
  /** The stream could not tell all that happened: the newest page must be read again. */
  stale: boolean;
};

export type LiveState = {
  cursor: Cursor | null;
  channels: Readonly<Partial<Record<ChannelRef, LiveChannel>>>;
};

export const NO_CHANNEL: LiveChannel = {
  messages: {},
  runs: {},
  toolCalls: {},
  outgoing: [],
  nextBefore: undefined,
  stale: true,
};

export const NOTHING: LiveState = { cursor: null, channels: {} };

export const channelOf = (state: LiveState, contactId: ChannelRef): LiveChannel =>
  state.channels[contactId] ?? NO_CHANNEL;

export function withChannel(
  state: LiveState,
  contactId: ChannelRef,
  change: (channel: LiveChannel) => LiveChannel,
): LiveState {
  const before = channelOf(state, contactId);
  const after = change(before);
  return after === before ? state : { ...state, channels: { ...state.channels, [contactId]: after } };
}

/** In the order in which they stand; what is still being said comes last. */
export function inOrder(channel: LiveChannel): LiveMessage[] {
  return Object.values(channel.messages).sort(
    (a, b) => (a.position ?? Number.MAX_SAFE_INTEGER) - (b.position ?? Number.MAX_SAFE_INTEGER),
  );
}
