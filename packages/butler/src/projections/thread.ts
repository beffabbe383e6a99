import { type Database, messages, withTenant } from '@friendsai/db';
import type { ChannelRef, TenantId } from '@friendsai/schema';
import type { Workspaces } from '@friendsai/workspace';
import { and, asc, eq, gt } from 'drizzle-orm';
import { z } from 'zod';
import { findChannel } from '../chat/channel-row.ts';

const PAGE_LINES = 500;

const Line = z.object({ position: z.int().positive() });

type MessageRow = typeof messages.$inferSelect;

/** One message as thread.jsonl has it. The order of the keys is part of the format: a rebuild gives the same bytes. */
function threadLine(row: MessageRow): string {
  return JSON.stringify({
    position: row.position,
    id: row.id,
    role: row.role,
    text: row.text,
    state: row.state,
    runId: row.runId,
    at: row.createdAt.toISOString(),
  });
}

/** Writes each channel's `thread.jsonl` from the ledger, which stays the truth. */
export function createThreadProjection({ db, workspaces }: { db: Database; workspaces: Workspaces }) {
  function linesAfter(tenantId: TenantId, contactId: ChannelRef, position: number): Promise<MessageRow[]> {
    return withTenant(db, { tenantId }, async (tx) => {
      const channel = await findChannel(tx, tenantId, contactId);
      return tx
        .select()
        .from(messages)
        .where(
          and(
            eq(messages.tenantId, tenantId),
            eq(messages.channelId, channel.id),
            gt(messages.position, position),
          ),
        )
        .orderBy(asc(messages.position))
        .limit(PAGE_LINES);
    });
  }

  return {
    /**
     * Appends what the file does not have yet; a line torn by a crash is cut first. The caller holds the channel's lease,
     * so there is one writer. Calling it again changes nothing.
     */
    async project(tenantId: TenantId, contactId: ChannelRef): Promise<void> {
      const file = workspaces.open(tenantId).thread(contactId);
      const last = await file.lastLine();
      let position = last === null ? 0 : Line.parse(JSON.parse(last)).position;
      while (true) {
        const rows = await linesAfter(tenantId, contactId, position);
        const newest = rows.at(-1);
        if (!newest) return;
        await file.appendLines(rows.map(threadLine));
        position = newest.position;
      }
    },
  };
}
export type ThreadProjection = ReturnType<typeof createThreadProjection>;
