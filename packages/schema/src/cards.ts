import { z } from 'zod';
import { ERROR_CODES, type ErrorCode } from './errors.ts';
import {
  ChannelRef,
  ContactId,
  FactId,
  FileId,
  InteractionId,
  MessageId,
  ReminderId,
  RunId,
  ToolCallId,
} from './ids.ts';

/** A day, `YYYY-MM-DD`, that exists. */
export const Day = z.iso.date().refine((day) => !day.startsWith('0000'));

export const InteractionKind = z.enum(['meeting', 'meal', 'call', 'message', 'visit', 'gift', 'other']);
export type InteractionKind = z.infer<typeof InteractionKind>;

/** One thing that is now known differently of a person: was → is, because the user said so. */
export const FactChange = z.object({
  factId: FactId,
  /** A field of the profile (`location`) or a word of the user's own (`daughter`). */
  label: z.string(),
  was: z.string().nullable(),
  is: z.string().nullable(),
  /** The user's words that say so. */
  because: z.string(),
  undone: z.boolean(),
});
export type FactChange = z.infer<typeof FactChange>;

const person = { contactId: ContactId, contactName: z.string() };

/** What a tool call has to show for itself, by what it is about. */
export const Card = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('interaction'),
    ...person,
    interactionId: InteractionId,
    interaction: InteractionKind,
    on: Day,
    summary: z.string(),
  }),
  z.object({ kind: z.literal('profile-diff'), ...person, changes: z.array(FactChange) }),
  z.object({
    kind: z.literal('reminder'),
    contactId: ContactId.nullable(),
    contactName: z.string().nullable(),
    reminderId: ReminderId,
    text: z.string(),
    on: Day,
    state: z.enum(['open', 'done']),
  }),
  /** A message that the user may send to the person; nothing of ours sends it. */
  z.object({ kind: z.literal('draft'), ...person, text: z.string() }),
  /** The butler wrote to its memory. `excerpt`: the first words of what it says now. */
  z.object({ kind: z.literal('memory'), name: z.string(), excerpt: z.string(), isNew: z.boolean() }),
  /** A file that was read. */
  z.object({ kind: z.literal('file'), fileId: FileId, name: z.string(), deed: z.enum(['read', 'analysed']) }),
  /** Whom an entry of the journal is about. */
  z.object({ kind: z.literal('mention'), people: z.array(z.object(person)) }),
  /** What an outside server's tool did. */
  z.object({ kind: z.literal('outside'), server: z.string(), tool: z.string(), summary: z.string() }),
]);
export type Card = z.infer<typeof Card>;

/** `read` looks; `write` changes what the tenant has here; `external` leaves the house. */
export const ToolRisk = z.enum(['read', 'write', 'external']);
export type ToolRisk = z.infer<typeof ToolRisk>;

/** requested → (awaiting-confirmation) → executing → one of the last four, which are final. */
export const ToolCallState = z.enum([
  'requested',
  'awaiting-confirmation',
  'executing',
  'succeeded',
  'failed',
  'rejected',
  'expired',
]);
export type ToolCallState = z.infer<typeof ToolCallState>;

/** One line of what a call would do, in words that are shown: `{ label: 'on', value: '2027-03-01' }`. */
export const CallDetail = z.object({ label: z.string(), value: z.string() });
export type CallDetail = z.infer<typeof CallDetail>;

/** A tool call as clients show it: a question while it waits for the user, a card once it is done. */
export const ToolCallView = z.object({
  id: ToolCallId,
  contactId: ChannelRef,
  /** Null for a call that came from outside a conversation (MCP). */
  runId: RunId.nullable(),
  /** The user's message that led to it. */
  messageId: MessageId.nullable(),
  /** The tool's name. */
  tool: z.string(),
  risk: ToolRisk,
  state: ToolCallState,
  /** Grows with every change of this call. */
  revision: z.int().nonnegative(),
  /** ISO 8601: when it was asked for. */
  at: z.iso.datetime(),
  /** Why it asked; null for what needed no asking. It stays when it is settled. */
  asksBecause: z.enum(['external', 'untrusted', 'setting']).nullable(),
  /** While it waits: to whom and with what. In the tool's own order. */
  details: z.array(CallDetail),
  /** The input as JSON text, for who wants to change it before saying yes. Empty once it is settled. */
  input: z.string(),
  /** The user's reason for a no. */
  reason: z.string().nullable(),
  errorCode: z
    .string()
    .refine((code): code is ErrorCode => ERROR_CODES.some((known) => known === code))
    .nullable(),
  card: Card.nullable(),
  /** Whether all that it did has been taken back. */
  undone: z.boolean(),
  canUndo: z.boolean(),
});
export type ToolCallView = z.infer<typeof ToolCallView>;
