import { type Tx, toolCalls } from '@friendsai/db';
import { FriendsError } from '@friendsai/schema';
import { and, eq, ne, notInArray, or } from 'drizzle-orm';
import type { CallPlace, ToolCall } from './call.ts';
import { inputHashOf, type ToolCallRow } from './call-row.ts';

/**
 * The same call, or one that the same message has led to already with the same input: a model that is asked again (a retry, a turn
 * that the gateway resumed) wants the same done, not the same done twice. Errors: TOOL_CALL_CONFLICT.
 */
export async function findKnown(tx: Tx, call: ToolCall, place: CallPlace): Promise<ToolCallRow | null> {
  const { tenantId, tool } = call;
  const inputHash = inputHashOf(tool.name, call.input);
  const callKey = call.keyIn(place);
  const rows = await tx
    .select()
    .from(toolCalls)
    .where(
      and(
        eq(toolCalls.tenantId, tenantId),
        or(
          eq(toolCalls.callKey, callKey),
          place.messageId === null
            ? undefined
            : and(
                eq(toolCalls.messageId, place.messageId),
                eq(toolCalls.inputHash, inputHash),
                ne(toolCalls.risk, 'read'),
                notInArray(toolCalls.state, ['failed', 'rejected', 'expired']),
              ),
        ),
      ),
    );
  const same = rows.find((row) => row.callKey === callKey);
  if (same && same.inputHash !== inputHash) throw new FriendsError('TOOL_CALL_CONFLICT');
  return same ?? rows[0] ?? null;
}
