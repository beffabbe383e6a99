import { appendAudit, channels, runs, type Tx, toolCalls } from '@friendsai/db';
import {
  type AuditAction,
  type ErrorCode,
  FriendsError,
  type TenantId,
  type ToolCallState,
} from '@friendsai/schema';
import { and, eq, isNull } from 'drizzle-orm';
import type { LedgerContext, LedgerTool, Tool, ToolOutcome } from '../tools/tool.ts';
import { ANSWER_MAX_CHARS, doneAnswer, failedAnswer } from './answers.ts';
import type { ToolCallRow } from './call-row.ts';

/** What a call came to. */
export type Conclusion =
  | { state: 'succeeded'; outcome: ToolOutcome }
  | { state: 'failed'; errorCode: ErrorCode; issue?: string };

/** What the model is answered. */
export function answerOf(conclusion: Conclusion): string {
  return conclusion.state === 'succeeded'
    ? doneAnswer(conclusion.outcome.result)
    : failedAnswer(conclusion.errorCode, conclusion.issue);
}

/**
 * Has a tool do its work in the ledger. When it fails nothing of it is written, and the transaction goes on. Errors:
 * DEPENDENCY_UNAVAILABLE, since whether it would fail is not known then.
 */
export async function executeInLedger(
  context: LedgerContext,
  tool: LedgerTool,
  input: unknown,
): Promise<Conclusion> {
  try {
    // What only looks leaves nothing half-written.
    const outcome =
      tool.risk === 'read'
        ? await tool.execute(context, input)
        : await context.tx.transaction((tx) => tool.execute({ ...context, tx }, input));
    return bounded(outcome);
  } catch (error) {
    return failureOf(error);
  }
}

/** What a failure is called. Errors: DEPENDENCY_UNAVAILABLE; and what is no failure of the tool's but a fault of ours. */
export function failureOf(error: unknown): Conclusion {
  if (!(error instanceof FriendsError) || error.code === 'DEPENDENCY_UNAVAILABLE') throw error;
  return { state: 'failed', errorCode: error.code };
}

/** A tool that says more than can be taken in has failed. */
export function bounded(outcome: ToolOutcome): Conclusion {
  return doneAnswer(outcome.result).length > ANSWER_MAX_CHARS
    ? { state: 'failed', errorCode: 'TOO_LARGE' }
    : { state: 'succeeded', outcome };
}

/** Writes down what a call came to, with its audit row, and that its run has read words of others, if it has. */
export async function conclude(
  tx: Tx,
  tenantId: TenantId,
  row: ToolCallRow,
  tool: Tool,
  conclusion: Conclusion,
  actor: string,
): Promise<ToolCallRow> {
  const now = new Date();
  const succeeded = conclusion.state === 'succeeded';
  await markRead(tx, row, tool, conclusion);
  const errorCode = succeeded ? null : conclusion.errorCode;
  const changing = changeCall(tx, row, {
    state: conclusion.state,
    // What only looks is looked up again when it is asked again.
    answer: row.risk === 'read' ? null : answerOf(conclusion),
    card: succeeded ? (conclusion.outcome.card ?? null) : null,
    undo: succeeded ? (conclusion.outcome.undo ?? null) : null,
    errorCode,
    endedAt: now,
  });
  const [after] = await Promise.all([
    changing,
    auditCall(tx, tenantId, { ...row, errorCode }, actor, conclusion.state),
  ]);
  return after;
}

/** Changes a call that is held; every change is a revision of its own. */
export async function changeCall(
  tx: Tx,
  row: ToolCallRow,
  change: Partial<typeof toolCalls.$inferInsert> & { state?: ToolCallState },
): Promise<ToolCallRow> {
  const [after] = await tx
    .update(toolCalls)
    .set({ ...change, revision: row.revision + 1 })
    .where(and(eq(toolCalls.tenantId, row.tenantId), eq(toolCalls.id, row.id)))
    .returning();
  if (!after) throw new FriendsError('INTERNAL');
  return after;
}

type Recorded = AuditAction extends infer Action
  ? Action extends `tool.${infer What}`
    ? What
    : never
  : never;

/** What was called and what became of it; never with what. */
export function auditCall(
  tx: Tx,
  tenantId: TenantId,
  { id, tool, door, runId, errorCode }: ToolCallRow,
  actor: string,
  what: Recorded,
): Promise<void> {
  return appendAudit(
    tx,
    { tenantId },
    {
      actor,
      action: `tool.${what}`,
      subject: `tool-call:${id}`,
      requestId: null,
      detail: { tool, door, ...(runId ? { runId } : {}), ...(errorCode ? { errorCode } : {}) },
    },
  );
}

/** Writes down that a call's run has read words of others, if what it is answered holds any: also when the answer is to a call of long ago. */
export async function markRead(
  tx: Tx,
  { tenantId, runId, channelId }: ToolCallRow,
  tool: Tool,
  conclusion: Conclusion,
): Promise<void> {
  if (runId === null || conclusion.state !== 'succeeded' || !tool.readsUntrusted) return;
  const at = new Date();
  await tx
    .update(runs)
    .set({ untrustedAt: at })
    .where(and(eq(runs.tenantId, tenantId), eq(runs.id, runId), isNull(runs.untrustedAt)));
  await tx
    .update(channels)
    .set({ untrustedSince: at })
    .where(and(eq(channels.tenantId, tenantId), eq(channels.id, channelId), isNull(channels.untrustedSince)));
}
