import { type Database, type Tx, withTenant } from '@friendsai/db';
import { errorCodeOf, FriendsError, type TenantId, ToolCallId } from '@friendsai/schema';
import { z } from 'zod';
import type { FileReading, LedgerContext, Tool, ToolPlace } from '../tools/tool.ts';
import { failedAnswer, rejectedAnswer, waitingAnswer } from './answers.ts';
import { asksBecause } from './asking.ts';
import type { ToolCallRow } from './call-row.ts';
import { answerOf, auditCall, type Conclusion, conclude, executeInLedger, markRead } from './conclude.ts';
import { findKnown } from './find-known.ts';
import { insertCall } from './insert-call.ts';
import { isStale, reach } from './reach.ts';
import { storable } from './storable.ts';

/** Where a call belongs, and whether words of others are in the conversation that it comes from. */
export type CallPlace = ToolPlace & { isUntrusted: boolean };

export type ToolCall = {
  tenantId: TenantId;
  door: ToolCallRow['door'];
  tool: Tool;
  /** As the model gave it. */
  input: unknown;
  /** Finds where the call belongs, within the transaction of its effect: what is found stays so. Errors: NOT_FOUND. */
  place: (tx: Tx) => Promise<CallPlace>;
  /** What its caller calls this call, and nobody else does: asked for again, it is the same. */
  keyIn: (place: CallPlace) => string;
  /** `butler`, or who else calls. */
  actor: string;
};

export type CallDeps = {
  db: Database;
  files: FileReading;
  /** Tells the tenant's devices how a call stands, and writes what follows from it. Never throws. */
  tell: (place: ToolPlace, row: ToolCallRow) => Promise<void>;
};

/** What the transaction that took a call came to. */
type Taken = {
  place: CallPlace;
  row: ToolCallRow;
  /** Null: the tool has to reach beyond the ledger. */
  answer: string | null;
};

/**
 * Does what a tool call asks for, once: its effect and that it was done are one transaction, so a call that is asked for again, by
 * whatever process, finds its answer. Gives what the model is answered. Errors: NOT_FOUND for a call that belongs nowhere,
 * TOOL_CALL_CONFLICT, DEPENDENCY_UNAVAILABLE (then the same call may be asked for again).
 */
export async function callTool(deps: CallDeps, asked: ToolCall): Promise<string> {
  const call = { ...asked, input: storable(asked.input) };
  const { place, row, answer } = await withTenant(deps.db, call, (tx) => take(tx, call));
  if (answer === null && call.tool.kind === 'reaching') {
    const reached = await reach(deps, call.tool, place, row, call.actor);
    await deps.tell(place, reached.row);
    return reached.answer;
  }
  await deps.tell(place, row);
  return answer ?? waitingAnswer();
}

async function take(tx: Tx, call: ToolCall): Promise<Taken> {
  const place = await call.place(tx);
  const parsed = call.tool.input.safeParse(call.input);
  // Asked at once, for one way to the database and back.
  const [known, asks] = await Promise.all([
    findKnown(tx, call, place),
    parsed.success ? asksBecause(tx, call.tool, place) : null,
  ]);
  if (known) return { place, row: known, answer: await again(tx, call, place, known) };

  const row = await insertCall(tx, call, place, asks);
  if (!row) {
    // Asked for twice at the same moment: the other one has written it by now.
    const other = await findKnown(tx, call, place);
    if (!other) throw new FriendsError('DEPENDENCY_UNAVAILABLE');
    return { place, row: other, answer: await again(tx, call, place, other) };
  }
  if (!parsed.success) {
    const conclusion: Conclusion = {
      state: 'failed',
      errorCode: 'INVALID_INPUT',
      issue: z.prettifyError(parsed.error),
    };
    return { place, ...(await concluded(tx, call, row, conclusion)) };
  }
  if (asks) {
    await auditCall(tx, call.tenantId, row, call.actor, 'asked');
    return { place, row, answer: waitingAnswer() };
  }
  if (call.tool.kind === 'reaching') {
    await auditCall(tx, call.tenantId, row, call.actor, 'executing');
    return { place, row, answer: null };
  }
  const conclusion = await executeInLedger(contextOf(tx, place, row), call.tool, parsed.data);
  return { place, ...(await concluded(tx, call, row, conclusion)) };
}

async function concluded(tx: Tx, call: ToolCall, row: ToolCallRow, conclusion: Conclusion) {
  const after = await conclude(tx, call.tenantId, row, call.tool, conclusion, call.actor);
  return { row: after, answer: answerOf(conclusion) };
}

export function contextOf(tx: Tx, place: ToolPlace, row: ToolCallRow): LedgerContext {
  const { tenantId, channelId, contactId, runId, messageId } = place;
  return {
    tenantId,
    channelId,
    contactId,
    runId,
    messageId,
    tx,
    toolCallId: ToolCallId.parse(row.id),
    at: new Date(),
  };
}

/** The answer to a call that is there already; null when the tool has to reach once more. */
async function again(tx: Tx, call: ToolCall, place: CallPlace, known: ToolCallRow): Promise<string | null> {
  if (known.answer !== null) return known.answer;
  if (known.state === 'awaiting-confirmation') return waitingAnswer();
  if (known.state === 'rejected') return rejectedAnswer(known.reason);
  if (known.state === 'expired') return failedAnswer('DECISION_EXPIRED');
  // What only looks is harmless to do again, and its answer was not kept.
  if (known.risk === 'read') {
    if (call.tool.kind === 'reaching') return null;
    const input = call.tool.input.parse(call.input);
    const conclusion = await executeInLedger(contextOf(tx, place, known), call.tool, input);
    await markRead(tx, known, call.tool, conclusion);
    return answerOf(conclusion);
  }
  if (known.state === 'failed') return failedAnswer(errorCodeOf(known.errorCode));
  if (call.tool.kind === 'reaching' && isStale(known, call.tool)) return null;
  // Somebody is at it: their answer will be there when it is asked for again.
  throw new FriendsError('DEPENDENCY_UNAVAILABLE');
}
