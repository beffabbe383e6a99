import { type AGUIEvent, EventType } from '@ag-ui/core';
import { EventSchema } from '@ag-ui/core/schemas';
import { z } from 'zod';
import { Attachment } from './api/chat.ts';
import { ToolCallView } from './cards.ts';
import { ChannelRef, ContactId, MessageId, RunId } from './ids.ts';

export { EventType };
/** One event of AG-UI 1.0, the open agent-to-user protocol. */
export type AguiEvent = AGUIEvent;

/** `${epoch}-${seq}`: also the id of the entry in the tenant's Redis stream. */
export const Cursor = z
  .string()
  .regex(/^\d{1,15}-\d{1,15}$/, { error: 'must be a cursor that the stream gave' })
  .brand<'Cursor'>();
export type Cursor = z.infer<typeof Cursor>;

export function cursorOf(event: { epoch: number; seq: number }): Cursor {
  return Cursor.parse(`${event.epoch}-${event.seq}`);
}

export function parseCursor(cursor: Cursor): { epoch: number; seq: number } {
  const [epoch, seq] = cursor.split('-');
  return { epoch: Number(epoch), seq: Number(seq) };
}

/** One entry of a tenant's stream: the unified event schema. */
export const FriendsEvent = z.object({
  /** Dense per tenant, starts at 1; 0 only on the snapshot of a stream that holds nothing yet. */
  seq: z.int().nonnegative(),
  /** Changes only when numbering had to restart. */
  epoch: z.int().positive(),
  /** ISO 8601, the server's clock. */
  at: z.iso.datetime(),
  /** The channel concerned: a contact's id, `journal`, or null when the event concerns no one channel. */
  contactId: ChannelRef.nullable(),
  runId: RunId.nullable(),
  taskId: z.uuid().nullable(),
  event: z.custom<AguiEvent>((value) => EventSchema.safeParse(value).success, {
    error: 'must be an AG-UI event',
  }),
});
export type FriendsEvent = z.infer<typeof FriendsEvent>;

/** An event before the stream has numbered it. */
export type EventDraft = Omit<FriendsEvent, 'seq' | 'epoch'>;

/**
 * Metadata on the TEXT_MESSAGE_START of a user's message or of a note of the system's. Such a message stands outside its run
 * (the run may still be queued), so its events carry no runId and this names the run that will answer.
 */
export const UserMessageMetadata = z.object({
  /** Null for a note of the system's (a decision of the user's, as the butler is told of it). */
  clientMessageId: z.string().nullable(),
  runId: RunId,
  /** Position in the channel, from 1. */
  position: z.int().positive(),
  attachments: z.array(Attachment).default([]),
});
export type UserMessageMetadata = z.infer<typeof UserMessageMetadata>;

/** Metadata on every RUN_STARTED: which message the run answers, and under which id the answer will stream. */
export const RunStartedMetadata = z.object({
  messageId: MessageId,
  replyMessageId: MessageId,
  /** 1 for the first try, then one more for each retry. */
  attempt: z.int().positive(),
});
export type RunStartedMetadata = z.infer<typeof RunStartedMetadata>;

/** A run that has not ended, as a snapshot shows it. */
export const ActiveRun = z.object({
  runId: RunId,
  contactId: ChannelRef,
  /** The user's message that it answers. */
  messageId: MessageId,
  replyMessageId: MessageId,
  state: z.enum(['queued', 'running']),
  /** What the butler has said so far; empty while it is thinking. */
  text: z.string(),
});
export type ActiveRun = z.infer<typeof ActiveRun>;

/**
 * The value of the STATE_SNAPSHOT that opens a subscription without a cursor, or with one that is older than the
 * hot tail: everything that a client cannot read from `chat.history`. Its seq is the stream's head, so
 * the next event continues it.
 */
export const StreamSnapshot = z.object({ activeRuns: z.array(ActiveRun) });
export type StreamSnapshot = z.infer<typeof StreamSnapshot>;

/** CUSTOM `notice`: something outside the conversation changed, and lists that show it should be read again. */
export const Notice = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('contact.changed'), contactId: ContactId }),
  z.object({ kind: z.literal('account.changed') }),
  /** The butler's memory changed. */
  z.object({ kind: z.literal('memory.changed') }),
  /** Reminders were made, done, moved or removed. */
  z.object({ kind: z.literal('reminders.changed') }),
  /** A file was stored, read or removed. */
  z.object({ kind: z.literal('files.changed'), contactId: ChannelRef }),
  /** The user has read a channel up to there, on some device. */
  z.object({ kind: z.literal('channel.read'), contactId: ChannelRef, position: z.int().positive() }),
]);
export type Notice = z.infer<typeof Notice>;

/** CUSTOM `usage`: what a run cost, in tokens as the provider counts them. */
export const Usage = z.object({
  provider: z.string(),
  model: z.string(),
  inputTokens: z.int().nonnegative(),
  outputTokens: z.int().nonnegative(),
});
export type Usage = z.infer<typeof Usage>;

/**
 * The CUSTOM events that we add to AG-UI, by name. `card` and `tool.confirmation` carry a whole tool call as it stands now, so that
 * whoever gets one twice, or out of order with the history, shows the same: the newest by `revision`.
 */
export const CUSTOM_EVENTS = {
  card: ToolCallView,
  notice: Notice,
  'tool.confirmation': ToolCallView,
  usage: Usage,
} as const;
export type CustomName = keyof typeof CUSTOM_EVENTS;

/** Builds one of our CUSTOM events. */
export function customEvent<Name extends CustomName>(
  name: Name,
  value: z.infer<(typeof CUSTOM_EVENTS)[Name]>,
): AguiEvent {
  return { type: EventType.CUSTOM, name, value };
}
