import { channels, contacts, type Database, runs, withTenant } from '@friendsai/db';
import {
  type EventHub,
  type EventLog,
  type Following,
  readEvent,
  type StoredEvent,
  type Viewer,
} from '@friendsai/redis';
import {
  type ActiveRun,
  ContactId,
  type Cursor,
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
import { createRunFollower } from './runs/follow-run.ts';
import { lookFrom, saidSoFar } from './runs/said-so-far.ts';

export type StreamDeps = { db: Database; log: EventLog; hub: EventHub };

/** One device that follows a tenant's stream. */
export type StreamViewer = Pick<Viewer, 'take' | 'fail'>;

/** A tenant's stream of events, as devices follow it. */
export function createStream({ db, log, hub }: StreamDeps) {
  /**
   * As `subscribe`, for a device that is told instead of asking: the events are as they were stored, and all devices of a
   * tenant are given the same batches, so that what is made of one batch can be shared.
   */
  function follow({ tenantId }: Caller, after: Cursor | null, viewer: StreamViewer): Following {
    let following: Following | null = null;
    let stopped = false;
    const goOnFrom = (cursor: Cursor) => {
      following = hub.follow(tenantId, cursor, { ...viewer, lose: open });
    };
    const begin = (opening: FriendsEvent) => {
      if (stopped) return;
      const { epoch, seq } = opening;
      const stored: StoredEvent = { epoch, seq, body: JSON.stringify(opening) };
      const more = viewer.take([stored]);
      if (stopped) return;
      // One that can take no more yet is followed when it resumes.
      if (more) goOnFrom(cursorOf(opening));
      else following = { resume: () => goOnFrom(cursorOf(opening)), stop: () => {} };
    };
    function open(): void {
      snapshot(tenantId).then(begin, (error: unknown) => {
        if (!stopped) viewer.fail(error);
      });
    }
    if (after === null) open();
    else goOnFrom(after);
    return {
      resume: () => following?.resume(),
      stop() {
        stopped = true;
        following?.stop();
      },
    };
  }

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
      .filter(({ run }) => run.state === 'running')
      .map(({ run }) => lookFrom(run.streamFrom, head.epoch))
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

  /** The next events after the cursor, as soon as there are some; none when the signal aborts first. */
  function next(caller: Caller, after: Cursor | null, signal: AbortSignal): Promise<FriendsEvent[]> {
    return new Promise((resolve, reject) => {
      const following = follow(caller, after, {
        take(events) {
          following.stop();
          resolve(events.map(readEvent));
          return false;
        },
        fail: reject,
      });
      const leave = () => {
        following.stop();
        resolve([]);
      };
      if (signal.aborted) leave();
      else signal.addEventListener('abort', leave, { once: true });
    });
  }

  return { subscribe, follow, next, run: createRunFollower({ db, log, hub }) };
}
