import { type Tx, toolCalls } from '@friendsai/db';
import type { ChannelId, TenantId } from '@friendsai/schema';
import { and, asc, eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import type { ToolCallRow } from './call-row.ts';

/** A decision of the user's as the butler is told of it. */
export type DecisionWord = {
  tool: string;
  decision: 'approved' | 'rejected';
  /** What became of it: of a yes how the tool ended, with what it gave. */
  status: string;
  reason?: string;
  result?: unknown;
  message?: string;
};

const Answer = z.object({
  status: z.string(),
  result: z.unknown().optional(),
  message: z.string().optional(),
});

/** Decisions that have been carried out and that the butler does not know of, oldest first; held. */
export function untoldCalls(
  tx: Tx,
  { tenantId, channelId }: { tenantId: TenantId; channelId: ChannelId },
): Promise<ToolCallRow[]> {
  return tx
    .select()
    .from(toolCalls)
    .where(
      and(
        eq(toolCalls.tenantId, tenantId),
        eq(toolCalls.channelId, channelId),
        eq(toolCalls.told, false),
        inArray(toolCalls.state, ['succeeded', 'failed', 'rejected']),
      ),
    )
    .orderBy(asc(toolCalls.decidedAt), asc(toolCalls.id))
    .for('update');
}

export async function markTold(tx: Tx, tenantId: TenantId, rows: readonly ToolCallRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx
    .update(toolCalls)
    .set({ told: true })
    .where(
      and(
        eq(toolCalls.tenantId, tenantId),
        inArray(
          toolCalls.id,
          rows.map(({ id }) => id),
        ),
      ),
    );
}

export function wordOf(row: ToolCallRow): DecisionWord {
  const { tool, state, reason, answer } = row;
  if (state === 'rejected') {
    return { tool, decision: 'rejected', status: 'rejected', ...(reason === null ? {} : { reason }) };
  }
  const told = answer === null ? null : Answer.safeParse(JSON.parse(answer)).data;
  return {
    tool,
    decision: 'approved',
    status: told?.status ?? (state === 'succeeded' ? 'done' : 'failed'),
    ...(told?.result === undefined ? {} : { result: told.result }),
    ...(told?.message === undefined ? {} : { message: told.message }),
  };
}
