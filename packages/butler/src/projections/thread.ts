import { type Database, messages, type Tx, withTenant } from '@friendsai/db';
import type { ChannelId, ChannelRef, TenantId } from '@friendsai/schema';
import type { Workspaces } from '@friendsai/workspace';
import { and, asc, eq, gt } from 'drizzle-orm';
import { z } from 'zod';

const PAGE_LINES = 500;

const Line = z.object({ position: z.int().positive() });

export type MessageRow = typeof messages.$inferSelect;

type Place = { tenantId: TenantId; channelId: ChannelId };

/** A page of the messages of a channel after a position, in order. */
export function messagesAfter(
  tx: Tx,
  { tenantId, channelId }: Place,
  position: number,
): Promise<MessageRow[]> {
  return tx
    .select()
    .from(messages)
    .where(
      and(
        eq(messages.tenantId, tenantId),
        eq(messages.channelId, channelId),
        gt(messages.position, position),
      ),
    )
    .orderBy(asc(messages.position))
    .limit(PAGE_LINES);
}

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

/** Writes each channel's `thread.jsonl` from the ledger, which stays the truth. Who writes holds the channel's lease: there is one writer. */
export function createThreadProjection({ db, workspaces }: { db: Database; workspaces: Workspaces }) {
  /** Position of the newest message that the file has whole; 0 for none. A line torn by a crash is cut first. */
  async function filedUpTo(tenantId: TenantId, contactId: ChannelRef): Promise<number> {
    const last = await workspaces.open(tenantId).thread(contactId).lastLine();
    return last === null ? 0 : Line.parse(JSON.parse(last)).position;
  }

  return {
    filedUpTo,

    /** Appends messages that follow on from the newest in the file; a full page may not have been all, and the rest is read. */
    async file(place: Place & { contactId: ChannelRef }, rows: readonly MessageRow[]): Promise<void> {
      const { tenantId, contactId } = place;
      const thread = workspaces.open(tenantId).thread(contactId);
      let page = rows;
      while (page.length > 0) {
        await thread.appendLines(page.map(threadLine));
        const after = page.at(-1)?.position ?? 0;
        page =
          page.length < PAGE_LINES
            ? []
            : await withTenant(db, place, (tx) => messagesAfter(tx, place, after));
      }
    },

    /** Appends what the file does not have yet. Calling it again changes nothing. */
    async project(place: Place & { contactId: ChannelRef }): Promise<void> {
      const from = await filedUpTo(place.tenantId, place.contactId);
      await this.file(place, await withTenant(db, place, (tx) => messagesAfter(tx, place, from)));
    },
  };
}
export type ThreadProjection = ReturnType<typeof createThreadProjection>;
