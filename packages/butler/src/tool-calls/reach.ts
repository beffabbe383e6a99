import { withTenant } from '@friendsai/db';
import { FriendsError, ToolCallId } from '@friendsai/schema';
import type { ReachingTool, ToolPlace } from '../tools/tool.ts';
import type { CallDeps } from './call.ts';
import { lockCall, type ToolCallRow } from './call-row.ts';
import { answerOf, bounded, type Conclusion, conclude, failureOf, markRead } from './conclude.ts';

/** Longer than a tool may take by so much, and whoever was at it is gone. */
const GRACE_MS = 15_000;

const UNCERTAIN: Conclusion = { state: 'failed', errorCode: 'TOOL_UNCERTAIN' };

/** Whether a failure says only that the end was not seen: too late, broken off, or too much of it. What a tool says of itself has no cause. */
const isUnseen = (error: unknown): boolean =>
  error instanceof FriendsError &&
  (error.code === 'TOOL_TIMEOUT' ||
    error.code === 'TOO_LARGE' ||
    (error.code === 'TOOL_FAILED' && error.cause !== undefined));

/** Whether whoever began a call cannot be at it any more. */
export function isStale({ startedAt }: ToolCallRow, tool: ReachingTool): boolean {
  return startedAt !== null && Date.now() - startedAt.getTime() > tool.timeoutMs + GRACE_MS;
}

/**
 * Has a tool reach beyond the ledger, between two transactions. What leaves the house is tried once: of a try whose end nobody
 * saw nobody knows whether it had its effect, so it has failed, and says so.
 */
export async function reach(
  deps: CallDeps,
  tool: ReachingTool,
  place: ToolPlace,
  row: ToolCallRow,
  actor: string,
): Promise<{ row: ToolCallRow; answer: string }> {
  const conclusion: Conclusion =
    row.risk !== 'read' && isStale(row, tool) ? UNCERTAIN : await attempt(deps, tool, place, row);
  const after = await withTenant(deps.db, place, async (tx) => {
    const locked = await lockCall(tx, place.tenantId, ToolCallId.parse(row.id));
    if (!locked) throw new FriendsError('NOT_FOUND');
    // Read again, after a first answer was lost: it stands as it was concluded.
    if (locked.row.state !== 'executing') {
      await markRead(tx, locked.row, tool, conclusion);
      return locked.row;
    }
    return conclude(tx, place.tenantId, locked.row, tool, conclusion, actor);
  });
  return { row: after, answer: answerOf(conclusion) };
}

async function attempt(
  { files }: CallDeps,
  tool: ReachingTool,
  place: ToolPlace,
  row: ToolCallRow,
): Promise<Conclusion> {
  const timeout = AbortSignal.timeout(tool.timeoutMs);
  const late = Promise.withResolvers<never>();
  const giveUp = () => late.reject(new FriendsError('TOOL_TIMEOUT'));
  timeout.addEventListener('abort', giveUp, { once: true });
  try {
    const context = { ...place, toolCallId: ToolCallId.parse(row.id), files, signal: timeout };
    const done = bounded(
      await Promise.race([tool.reach(context, tool.input.parse(row.input)), late.promise]),
    );
    return row.risk !== 'read' && done.state === 'failed' ? UNCERTAIN : done;
  } catch (error) {
    if (row.risk !== 'read' && isUnseen(error)) return UNCERTAIN;
    return failureOf(error);
  } finally {
    timeout.removeEventListener('abort', giveUp);
  }
}
