import { z } from 'zod';
import { ToolCallView } from '../cards.ts';
import { ERROR_CODES, type ErrorCode } from '../errors.ts';
import { ChannelRef, FactId, ToolCallId } from '../ids.ts';
import { textInput } from '../text.ts';

/** So many questions can be answered at once. */
export const DECISIONS_MAX = 50;

export const Decision = z.discriminatedUnion('decision', [
  z.object({
    toolCallId: ToolCallId,
    decision: z.literal('approve'),
    /** The tool's input as JSON text, when the user changed it before saying yes. */
    input: z.string().max(100_000).optional(),
  }),
  z.object({
    toolCallId: ToolCallId,
    decision: z.literal('reject'),
    reason: textInput(500).optional(),
  }),
]);
export type Decision = z.infer<typeof Decision>;

export const DecideInput = z.object({ decisions: z.array(Decision).min(1).max(DECISIONS_MAX) });
export type DecideInput = z.infer<typeof DecideInput>;

/** One result for each decision, in their order: one that cannot be carried out holds up no other. */
export const DecideResult = z.object({
  results: z.array(
    z.object({
      toolCallId: ToolCallId,
      /** The call as it stands now; null when there is no such call. */
      call: ToolCallView.nullable(),
      /** Why the decision was not carried out. A tool that failed has its code in `call`. */
      errorCode: z
        .string()
        .refine((code): code is ErrorCode => ERROR_CODES.some((known) => known === code))
        .nullable(),
    }),
  ),
});
export type DecideResult = z.infer<typeof DecideResult>;

/** All questions that wait, of every channel, oldest first. */
export const WaitingCalls = z.object({ calls: z.array(ToolCallView) });
export type WaitingCalls = z.infer<typeof WaitingCalls>;

export const UndoInput = z.object({
  toolCallId: ToolCallId,
  /** Only this change of a profile; without it, all that the call did. */
  factId: FactId.optional(),
});
export type UndoInput = z.infer<typeof UndoInput>;

/** The user vouches for what has been read in a channel so far: writing asks again only after something else is read. */
export const TrustInput = z.object({ contactId: ChannelRef });
export type TrustInput = z.infer<typeof TrustInput>;
