import { channels, contacts, type Database, runs, withTenant } from '@friendsai/db';
import type { EventHub, EventLog } from '@friendsai/redis';
import {
  type ActiveRun,
  ContactId,
  Cursor,
  cursorOf,
  EventType,
  type FriendsEvent,
  JOURNAL,
  MessageId,
  parseCursor,
  RunId,
  type StreamSnapshot,
  type TenantId,
} from '@friendsai/schema';
import { and, asc, eq, inArray } from 'drizzle-orm';
import type { Caller } from './caller.ts';
import { saidSoFar } from './runs/said-so-far.ts';

export type StreamDeps = { db: Database; log: EventLog; hub: EventHub };

/** A tenant's stream of events, as one device follows it. */
export function createStream({ db, log, hub }: StreamDeps) {
  /**
   * Everything after the cursor, then what comes, without gap or repeat. Without a cursor, or with one that the tail no
   * longer holds, first a snapshot. Ends when the signal aborts, or when the reader is too slow to be
   * waited for: it resumes with its last cursor.
   */
  async function* subscribe(
    { tenantId }: Caller,
    after: Cursor | null,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<FriendsEvent, void, undefined> {
    let cursor = after;
    while (!signal?.aborted) {
      if (cursor === null) {
        const opening = await snapshot(tenantId);
        cursor = cursorOf(opening);
        yield opening;
      }
      for await (const batch of hub.subscribe(tenantId, cursor, signal)) {
        if (batch === 'unknown-cursor') {
          cursor = null;
          break;
        }
        for (const event of batch) yield event;
      }
      if (cursor !== null) return;
    }
  }

  /**
   * The head is read first and the ledger after it: a run that ends in between is told by its events after the head. In
   * the other order it would be shown as going on for ever.
   */
  async function snapshot(tenantId: TenantId): Promise<FriendsEvent> {
    const head = await log.head(tenantId);
    const rows = await unfinishedRuns(tenantId);
    const oldest = rows
      .map((row) => Cursor.safeParse(row.run.streamFrom).data)
      .filter((from) => from !== undefined)
      .filter((from) => parseCursor(from).epoch === head.epoch)
      .sort((a, b) => parseCursor(a).seq - parseCursor(b).seq)[0];
    const said = oldest ? await saidSoFar(log, tenantId, oldest, head) : null;
    const activeRuns: ActiveRun[] = rows.map(({ run, contact }) => {
      const runId = RunId.parse(run.id);
      return {
        runId,
        contactId: contact ? ContactId.parse(contact) : JOURNAL,
        messageId: MessageId.parse(run.messageId),
        replyMessageId: MessageId.parse(run.replyMessageId),
        state: run.state === 'running' ? 'running' : 'queued',
        text: said?.get(runId)?.text ?? '',
      };
    });
    const value: StreamSnapshot = { activeRuns };
    return {
      ...head,
      at: new Date().toISOString(),
      contactId: null,
      runId: null,
      taskId: null,
      event: { type: EventType.STATE_SNAPSHOT, snapshot: value },
    };
  }

  function unfinishedRuns(tenantId: TenantId) {
    return withTenant(db, { tenantId }, (tx) =>
      tx
        .select({ run: runs, contact: contacts.id })
        .from(runs)
        .innerJoin(channels, and(eq(channels.tenantId, runs.tenantId), eq(channels.id, runs.channelId)))
        .leftJoin(
          contacts,
          and(eq(contacts.tenantId, channels.tenantId), eq(contacts.id, channels.contactId)),
        )
        .where(and(eq(runs.tenantId, tenantId), inArray(runs.state, ['queued', 'running'])))
        .orderBy(asc(runs.createdAt)),
    );
  }

  return { subscribe };
}
