import { z } from 'zod';
import { ToolCallView } from '../cards.ts';
import { ERROR_CODES, type ErrorCode } from '../errors.ts';
import { ChannelRef, FileId, MessageId, RunId } from '../ids.ts';
import { MESSAGE_MAX_CHARS, textInput } from '../text.ts';
import { ATTACHMENTS_MAX } from './files.ts';

export const SendInput = z.object({
  contactId: ChannelRef,
  text: textInput(MESSAGE_MAX_CHARS),
  /** Minted by the client before the first try and kept for every retry: what makes a send idempotent. */
  clientMessageId: z.uuid(),
  /** Files of the same channel that go with the message. */
  attachments: z.array(FileId).max(ATTACHMENTS_MAX).default([]),
});
export type SendInput = z.infer<typeof SendInput>;

/** `queued` → `running` → exactly one of the last three. */
export const RunState = z.enum(['queued', 'running', 'finished', 'failed', 'cancelled']);
export type RunState = z.infer<typeof RunState>;

export const SendResult = z.object({
  messageId: MessageId,
  runId: RunId,
  /** Position in the channel, from 1. */
  position: z.int().positive(),
  createdAt: z.iso.datetime(),
});
export type SendResult = z.infer<typeof SendResult>;

/** A file as it goes with a message. What has been removed since has no name any more. */
export const Attachment = z.object({
  id: FileId,
  name: z.string().nullable(),
  mediaType: z.string().nullable(),
});
export type Attachment = z.infer<typeof Attachment>;

export const Message = z.object({
  id: MessageId,
  position: z.int().positive(),
  role: z.enum(['user', 'butler', 'system']),
  text: z.string(),
  /** `partial`: the run ended before the butler had said all. */
  state: z.enum(['complete', 'partial']),
  /** The run that answers it (user) or that said it (butler). */
  runId: RunId.nullable(),
  clientMessageId: z.string().nullable(),
  attachments: z.array(Attachment),
  createdAt: z.iso.datetime(),
});
export type Message = z.infer<typeof Message>;

/** The state of the newest run for a user's message, where a client must show more than the answer. */
export const RunView = z.object({
  id: RunId,
  messageId: MessageId,
  replyMessageId: MessageId,
  state: RunState,
  errorCode: z
    .string()
    .refine((code): code is ErrorCode => ERROR_CODES.some((known) => known === code))
    .nullable(),
});
export type RunView = z.infer<typeof RunView>;

export const ReadInput = z.object({
  contactId: ChannelRef,
  /** Position of the newest message that the user has seen. */
  position: z.int().positive(),
});
export type ReadInput = z.infer<typeof ReadInput>;

export const UnreadInput = z.object({ contactId: ChannelRef });
export type UnreadInput = z.infer<typeof UnreadInput>;

/** Above this many, more are not counted. */
export const UNREAD_MAX = 100;

/** Answers that no device has shown yet. */
export const UnreadCount = z.object({ unreadCount: z.int().min(0).max(UNREAD_MAX) });
export type UnreadCount = z.infer<typeof UnreadCount>;

export const HistoryInput = z.object({
  contactId: ChannelRef,
  /** Only messages before this position; without it, the newest. */
  before: z.int().positive().optional(),
  limit: z.int().min(1).max(200).default(50),
});
export type HistoryInput = z.infer<typeof HistoryInput>;

/** Oldest first. `runs` holds the newest run of every user message on the page, `toolCalls` what its runs did. */
export const HistoryPage = z.object({
  messages: z.array(Message),
  runs: z.array(RunView),
  toolCalls: z.array(ToolCallView),
  /** Give it as `before` to read on; null at the channel's beginning. */
  nextBefore: z.int().positive().nullable(),
});
export type HistoryPage = z.infer<typeof HistoryPage>;

export const RunInput = z.object({ runId: RunId });
export type RunInput = z.infer<typeof RunInput>;

export const RetryResult = z.object({ runId: RunId });
export type RetryResult = z.infer<typeof RetryResult>;
