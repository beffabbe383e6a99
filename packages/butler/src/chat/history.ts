import { type Database, messages, runs, type Tx, toolCalls, withTenant } from '@friendsai/db';
import { type HistoryInput, type HistoryPage, Message, RunView, type TenantId } from '@friendsai/schema';
import { and, asc, desc, eq, gte, inArray, isNotNull, isNull, lt, ne, or } from 'drizzle-orm';
import type { Caller } from '../caller.ts';
import { attachmentsOf } from '../files/attachments.ts';
import { isShown, type ToolCallRow, viewOf } from '../tool-calls/call-row.ts';
import { type ChannelRow, findChannel } from './channel-row.ts';

/** One page of a channel, oldest first. Errors: NOT_FOUND. */
export async function readHistory(db: Database, caller: Caller, input: HistoryInput): Promise<HistoryPage> {
  const { tenantId } = caller;
  const { rows, runRows, callRows, attachments } = await withTenant(db, caller, async (tx) => {
    const channel = await findChannel(tx, tenantId, input.contactId);
    const rows = await tx
      .select()
      .from(messages)
      .where(
        and(
          eq(messages.tenantId, tenantId),
          eq(messages.channelId, channel.id),
          input.before === undefined ? undefined : lt(messages.position, input.before),
        ),
      )
      .orderBy(desc(messages.position))
      .limit(input.limit);
    const asked = rows.filter((row) => row.role !== 'butler').map((row) => row.id);
    const runRows =
      asked.length === 0
        ? []
        : await tx
            .selectDistinctOn([runs.messageId])
            .from(runs)
            .where(and(eq(runs.tenantId, tenantId), inArray(runs.messageId, asked)))
            .orderBy(runs.messageId, desc(runs.attempt));
    const oldest = rows.at(-1);
    // The pages' times lie edge to edge, and the first page's has no beginning: what was done between two messages stands in one of them.
    const span = {
      from: oldest && oldest.position > 1 ? oldest.createdAt : undefined,
      until: input.before === undefined ? undefined : await momentOf(tx, channel, input.before),
    };
    const attached = await attachmentsOf(
      tx,
      tenantId,
      rows.flatMap((row) => row.attachments),
    );
    return {
      rows: rows.reverse(),
      runRows,
      callRows: [...(await callsOf(tx, tenantId, asked)), ...(await outsideCalls(tx, channel, span))],
      attachments: new Map(attached.map((file) => [file.id, file])),
    };
  });
  const oldest = rows[0]?.position ?? 1;
  return {
    messages: rows.map((row) =>
      Message.parse({
        ...row,
        attachments: row.attachments.map((id) => attachments.get(id)),
        createdAt: row.createdAt.toISOString(),
      }),
    ),
    runs: runRows.map((row) => RunView.parse(row)),
    toolCalls: callRows.filter(isShown).map((row) => viewOf(row, input.contactId)),
    nextBefore: oldest > 1 ? oldest : null,
  };
}

/** What the runs for these messages asked for, oldest first. */
async function callsOf(tx: Tx, tenantId: TenantId, messageIds: string[]): Promise<ToolCallRow[]> {
  if (messageIds.length === 0) return [];
  const rows = await tx
    .select({ call: toolCalls })
    .from(toolCalls)
    .innerJoin(runs, and(eq(runs.tenantId, toolCalls.tenantId), eq(runs.id, toolCalls.runId)))
    .where(and(eq(runs.tenantId, tenantId), inArray(runs.messageId, messageIds)))
    .orderBy(asc(toolCalls.createdAt), asc(toolCalls.id));
  return rows.map(({ call }) => call);
}

/** When a message was written; undefined for a position that has none. */
async function momentOf(tx: Tx, { tenantId, id }: ChannelRow, position: number): Promise<Date | undefined> {
  const [row] = await tx
    .select({ at: messages.createdAt })
    .from(messages)
    .where(and(eq(messages.tenantId, tenantId), eq(messages.channelId, id), eq(messages.position, position)));
  return row?.at;
}

/** More than an outside agent does between two messages. */
const OUTSIDE_MAX = 200;

/** What outside agents asked for in the page's time, oldest first, of more than fit the newest: no run of ours led to it. */
async function outsideCalls(
  tx: Tx,
  { tenantId, id }: ChannelRow,
  { from, until }: { from: Date | undefined; until: Date | undefined },
): Promise<ToolCallRow[]> {
  const rows = await tx
    .select()
    .from(toolCalls)
    .where(
      and(
        eq(toolCalls.tenantId, tenantId),
        eq(toolCalls.channelId, id),
        isNull(toolCalls.runId),
        // What only looked shows nothing unless it was asked about or has a card, and would take the place of what does.
        or(ne(toolCalls.risk, 'read'), isNotNull(toolCalls.card), isNotNull(toolCalls.asksBecause)),
        from === undefined ? undefined : gte(toolCalls.createdAt, from),
        until === undefined ? undefined : lt(toolCalls.createdAt, until),
      ),
    )
    .orderBy(desc(toolCalls.createdAt), desc(toolCalls.id))
    .limit(OUTSIDE_MAX);
  return rows.reverse();
}
