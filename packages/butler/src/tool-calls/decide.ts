import { type Database, withTenant } from '@friendsai/db';
import {
  type ChannelId,
  type ChannelRef,
  type DecideInput,
  type DecideResult,
  type Decision,
  type ErrorCode,
  FriendsError,
} from '@friendsai/schema';
import { actorOf, type Caller, type TokenCaller } from '../caller.ts';
import type { Registry } from '../tools/registry.ts';
import type { Tool, ToolPlace } from '../tools/tool.ts';
import { type CallDeps, contextOf } from './call.ts';
import { keptUntil, lockCall, mcpKeyOf, type ToolCallRow, viewOf } from './call-row.ts';
import { auditCall, changeCall, conclude, executeInLedger } from './conclude.ts';
import { placeOfRow } from './place.ts';
import { reach } from './reach.ts';

export type DecideDeps = CallDeps & {
  db: Database;
  registry: Registry;
  /** Has the butler told what was decided in a channel, by a run of its own when something was approved. Never throws. */
  followUp: (caller: Caller, channelId: ChannelId, contactId: ChannelRef) => Promise<void>;
};

type Result = DecideResult['results'][number];
type Decided = {
  place: ToolPlace;
  row: ToolCallRow;
  errorCode: ErrorCode | null;
  /** This very decision had the tool begin, so that it is ours to finish. */
  begun?: true;
};

/**
 * Carries out the user's decisions, each by itself: one that cannot be carried out, or whose tool fails, holds up no other. The same
 * decision again (an answer that was lost) answers alike. Errors: none of a single decision's; those stand in the results.
 */
export async function decideCalls(
  deps: DecideDeps,
  caller: Caller,
  { decisions }: DecideInput,
): Promise<DecideResult> {
  const results: Result[] = [];
  const channels = new Map<ChannelId, ChannelRef>();
  for (const decision of decisions) {
    const { toolCallId } = decision;
    const decided = await decideOne(deps, caller, decision).catch(codeOf);
    if (decided === null || typeof decided === 'string') {
      results.push({ toolCallId, call: null, errorCode: decided ?? 'NOT_FOUND' });
      continue;
    }
    const { place, row, errorCode } = decided;
    await deps.tell(place, row);
    channels.set(place.channelId, place.contactId);
    results.push({ toolCallId, call: viewOf(row, place.contactId), errorCode });
  }
  for (const [channelId, contactId] of channels) await deps.followUp(caller, channelId, contactId);
  return { results };
}

/** Errors: what is no failure of a decision's but a fault of ours. */
function codeOf(error: unknown): ErrorCode {
  if (error instanceof FriendsError && error.code !== 'INTERNAL') return error.code;
  throw error;
}

async function decideOne(deps: DecideDeps, caller: Caller, decision: Decision): Promise<Decided | null> {
  const decided = await withTenant(deps.db, caller, async (tx): Promise<Decided | null> => {
    const locked = await lockCall(tx, caller.tenantId, decision.toolCallId);
    if (!locked) return null;
    const { row } = locked;
    const place = placeOfRow(caller.tenantId, row, locked.contactId);
    if (row.state !== 'awaiting-confirmation') {
      return { place, row, errorCode: isSame(row, decision) ? null : refusalOf(row) };
    }
    // A program that has to wait for the user's yes is not the one to give it.
    if (isAskedBy(caller, row)) return { place, row, errorCode: 'FORBIDDEN' };
    const user = actorOf(caller);
    const now = new Date();
    if (now.getTime() > keptUntil(row.createdAt)) {
      const expired = await changeCall(tx, row, { state: 'expired', endedAt: now });
      await auditCall(tx, caller.tenantId, expired, user, 'expired');
      return { place, row: expired, errorCode: 'DECISION_EXPIRED' };
    }
    if (decision.decision === 'reject') {
      const rejected = await changeCall(tx, row, {
        state: 'rejected',
        reason: decision.reason ?? null,
        decidedAt: now,
        endedAt: now,
        told: isOfOthers(row),
      });
      await auditCall(tx, caller.tenantId, rejected, user, 'rejected');
      return { place, row: rejected, errorCode: null };
    }
    const tool = deps.registry.find(row.tool);
    const input = inputOf(row, decision.input);
    const parsed = tool?.input.safeParse(input);
    if (!tool || !parsed?.success) {
      return { place, row, errorCode: tool ? 'INVALID_INPUT' : 'NOT_FOUND' };
    }
    const approved = await changeCall(tx, row, {
      state: 'executing',
      decidedAt: now,
      startedAt: now,
      told: isOfOthers(row),
      ...(decision.input === undefined ? {} : { input: Object.fromEntries(Object.entries(input ?? {})) }),
    });
    if (tool.kind === 'reaching') {
      await auditCall(tx, caller.tenantId, approved, user, 'executing');
      return { place, row: approved, errorCode: null, begun: true };
    }
    const conclusion = await executeInLedger(contextOf(tx, place, approved), tool, parsed.data);
    const done = await conclude(tx, caller.tenantId, approved, tool, conclusion, user);
    return { place, row: done, errorCode: null };
  });
  if (!decided?.begun) return decided;
  const tool = deps.registry.find(decided.row.tool);
  return tool?.kind === 'reaching' ? reachNow(deps, caller, tool, decided) : decided;
}

async function reachNow(
  deps: DecideDeps,
  caller: Caller,
  tool: Extract<Tool, { kind: 'reaching' }>,
  decided: Decided,
): Promise<Decided> {
  // It may take long: no other device is left with the question meanwhile.
  await deps.tell(decided.place, decided.row);
  const { row } = await reach(deps, tool, decided.place, decided.row, actorOf(caller));
  return { ...decided, row };
}

const isAskedBy = (caller: Caller | TokenCaller, row: ToolCallRow): boolean =>
  'tokenId' in caller && row.callKey.startsWith(mcpKeyOf(caller.tokenId));

/** The butler is not told of what somebody else asked for; they ask again and find the answer. */
const isOfOthers = (row: ToolCallRow): boolean => row.door === 'mcp';

/** Null for a text that is no JSON: no tool takes that. */
function inputOf(row: ToolCallRow, edited: string | undefined): object | null {
  if (edited === undefined) return row.input;
  try {
    const input: unknown = JSON.parse(edited);
    return typeof input === 'object' ? input : null;
  } catch {
    return null;
  }
}

/** Whether the call stands as this decision would have left it. */
function isSame(row: ToolCallRow, decision: Decision): boolean {
  if (row.decidedAt === null) return false;
  return decision.decision === 'reject' ? row.state === 'rejected' : row.state !== 'rejected';
}

const refusalOf = (row: ToolCallRow): ErrorCode =>
  row.state === 'expired' ? 'DECISION_EXPIRED' : 'ALREADY_DECIDED';
