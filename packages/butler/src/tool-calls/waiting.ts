import { channels, type Database, type Tx, toolCalls, withTenant } from '@friendsai/db';
import type { TenantId, WaitingCalls } from '@friendsai/schema';
import { and, asc, eq, lt, or, sql } from 'drizzle-orm';
import type { Caller } from '../caller.ts';
import { contactRefOf, viewOf } from './call-row.ts';
import { auditCall, changeCall } from './conclude.ts';

/** More than anybody answers at a sitting. */
const MOST = 200;

/** All questions that wait, of every channel, oldest first; those that are too old are closed on the way. */
export function listWaiting(db: Database, caller: Caller): Promise<WaitingCalls> {
  const { tenantId } = caller;
  return withTenant(db, caller, async (tx) => {
    await closeOld(tx, tenantId);
    const rows = await tx
      .select({ call: toolCalls, contactId: channels.contactId })
      .from(toolCalls)
      .innerJoin(
        channels,
        and(eq(channels.tenantId, toolCalls.tenantId), eq(channels.id, toolCalls.channelId)),
      )
      .where(and(eq(toolCalls.tenantId, tenantId), eq(toolCalls.state, 'awaiting-confirmation')))
      .orderBy(asc(toolCalls.createdAt), asc(toolCalls.id))
      .limit(MOST);
    return { calls: rows.map(({ call, contactId }) => viewOf(call, contactRefOf(contactId))) };
  });
}

/**
 * Ends what nobody will end any more: questions that were not answered in time, and calls whose process died while the tool was
 * reaching beyond the ledger.
 */
async function closeOld(tx: Tx, tenantId: TenantId): Promise<void> {
  const isUnanswered = and(
    eq(toolCalls.state, 'awaiting-confirmation'),
    lt(toolCalls.createdAt, sql`now() - interval '30 days'`),
  );
  const isLost = and(
    eq(toolCalls.state, 'executing'),
    lt(toolCalls.startedAt, sql`now() - interval '10 minutes'`),
  );
  const rows = await tx
    .select()
    .from(toolCalls)
    .where(and(eq(toolCalls.tenantId, tenantId), or(isUnanswered, isLost)))
    .for('update', { skipLocked: true });
  for (const row of rows) {
    const end =
      row.state === 'executing'
        ? ({ state: 'failed', errorCode: row.risk === 'read' ? 'TOOL_FAILED' : 'TOOL_UNCERTAIN' } as const)
        : ({ state: 'expired' } as const);
    const after = await changeCall(tx, row, { ...end, endedAt: new Date() });
    await auditCall(tx, tenantId, after, 'server', end.state);
  }
}
