import type { Tx } from '@friendsai/db';
import type {
  CallDetail,
  Card,
  ChannelId,
  ChannelRef,
  FactId,
  FileId,
  MessageId,
  RunId,
  TenantId,
  ToolCallId,
  ToolRisk,
} from '@friendsai/schema';
import type { z } from 'zod';

/** Where a tool call belongs, as the server found it: nothing of it comes from the model. */
export type ToolPlace = {
  tenantId: TenantId;
  channelId: ChannelId;
  /** Whose channel the call is made in. A tool reaches no further than this person, and from the journal any of the tenant's. */
  contactId: ChannelRef;
  /** Null for a call from outside a conversation. */
  runId: RunId | null;
  /** The message that led to it, from which facts are cited. */
  messageId: MessageId | null;
};

/** What a tool that works in the ledger gets. What it writes and that it was called are one transaction. */
export type LedgerContext = ToolPlace & { tx: Tx; toolCallId: ToolCallId; at: Date };

/** A file's words, for tools that read one. The text is somebody else's. */
export type FileReading = {
  /** Errors: NOT_FOUND, FILE_UNREADABLE, SANDBOX_LIMIT, SANDBOX_UNAVAILABLE. */
  textOf(place: ToolPlace, fileId: FileId): Promise<{ name: string; mediaType: string; text: string }>;
  /** What is in it, in figures. Errors: as `textOf`. */
  analyse(place: ToolPlace, fileId: FileId): Promise<{ name: string; figures: Record<string, unknown> }>;
};

/** What a tool that goes beyond the ledger gets: it is called between two transactions. */
type ReachingContext = ToolPlace & { toolCallId: ToolCallId; files: FileReading; signal: AbortSignal };

export type ToolOutcome = {
  /** For the model. */
  result: Record<string, unknown>;
  /** For the person; without it only the call itself is shown. */
  card?: Card;
  /** What `takeBack` has to know. */
  undo?: Record<string, unknown>;
};

/** What is left of a call's card when it, or one change of it, has been taken back. */
export type TakenBack = { card: Card; undone: boolean };

type Common<Input extends z.ZodType> = {
  name: string;
  /** For the model: what it does, when to use it. */
  description: string;
  risk: ToolRisk;
  input: Input;
  /** Its answer holds words that neither the user nor the butler wrote. */
  readsUntrusted?: true;
  /** What a person is shown before they decide, besides who it is about. */
  details(input: z.output<Input>): CallDetail[];
};

export type LedgerTool<Input extends z.ZodType = z.ZodType> = Common<Input> & {
  kind: 'ledger';
  /** Errors: any FriendsError; then nothing is written but that the call failed. */
  execute(context: LedgerContext, input: z.output<Input>): Promise<ToolOutcome>;
  /** Takes back what a call did, or one change of it. Errors: UNDO_CONFLICT. */
  takeBack?(
    context: LedgerContext,
    done: { card: Card; undo: Record<string, unknown> },
    factId: FactId | undefined,
  ): Promise<TakenBack>;
};

export type ReachingTool<Input extends z.ZodType = z.ZodType> = Common<Input> & {
  kind: 'reaching';
  timeoutMs: number;
  reach(context: ReachingContext, input: z.output<Input>): Promise<ToolOutcome>;
};

export type Tool = LedgerTool | ReachingTool;

/** Only for its types: the input that `execute` gets is the one that `input` gives. */
export function ledgerTool<Input extends z.ZodType>(
  tool: Omit<LedgerTool<Input>, 'kind'>,
): LedgerTool<Input> {
  return { kind: 'ledger', ...tool };
}

/** As `ledgerTool`. */
export function reachingTool<Input extends z.ZodType>(
  tool: Omit<ReachingTool<Input>, 'kind'>,
): ReachingTool<Input> {
  return { kind: 'reaching', ...tool };
}
