import { type Database, messages, runs, withTenant } from '@friendsai/db';
import { type HistoryInput, type HistoryPage, Message, RunView } from '@friendsai/schema';
import { and, desc, eq, inArray, lt } from 'drizzle-orm';
import type { Caller } from '../caller.ts';
import { findChannel } from './channel-row.ts';

/** One page of a channel, oldest first. Errors: NOT_FOUND. */
export async function readHistory(db: Database, caller: Caller, input: HistoryInput): Promise<HistoryPage> {
  const { tenantId } = caller;
  const { rows, runRows } = await withTenant(db, caller, async (tx) => {
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
    const asked = rows.filter((row) => row.role === 'user').map((row) => row.id);
    const runRows =
      asked.length === 0
        ? []
        : await tx
            .selectDistinctOn([runs.messageId])
            .from(runs)
            .where(and(eq(runs.tenantId, tenantId), inArray(runs.messageId, asked)))
            .orderBy(runs.messageId, desc(runs.attempt));
    return { rows: rows.reverse(), runRows };
  });
  const oldest = rows[0]?.position ?? 1;
  return {
    messages: rows.map((row) => Message.parse({ ...row, createdAt: row.createdAt.toISOString() })),
    runs: runRows.map((row) => RunView.parse(row)),
    nextBefore: oldest > 1 ? oldest : null,
  };
}
