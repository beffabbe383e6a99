import {
  type Cursor,
  type EventDraft,
  FriendsError,
  type FriendsEvent,
  parseCursor,
  type TenantId,
} from '@friendsai/schema';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { APPEND } from './append.lua.ts';
import { ask } from './connection.ts';
import { encodeDraft, readEvent } from './encoding.ts';
import { tenantKey } from './keys.ts';

/** Where a stream stands: its newest event's numbers, or seq 0 when it holds none. */
export type Head = { epoch: number; seq: number };

/** `complete`: there was nothing after these events when they were read. */
export type Page = { events: FriendsEvent[]; complete: boolean };

const Numbers = z.tuple([z.coerce.number().int(), z.coerce.number().int()]);

export const eventsKey = (tenantId: TenantId) => tenantKey(tenantId, 'events');
const headKey = (tenantId: TenantId) => tenantKey(tenantId, 'head');

/**
 * The hot tail of the tenants' streams. A stream's entry ids are its cursors, `<epoch>-<seq>`.
 *
 * @param nextEpoch gives a number that no stream of that tenant has had, for when Redis does not know the tenant.
 * @param tailEvents about how many events a stream keeps.
 */
export function createEventLog(
  redis: Redis,
  { nextEpoch, tailEvents }: { nextEpoch: (tenantId: TenantId) => Promise<number>; tailEvents: number },
) {
  async function run(tenantId: TenantId, epoch: number, bodies: string[]): Promise<Head | null> {
    const answer = await ask(() =>
      redis.eval(APPEND, 2, eventsKey(tenantId), headKey(tenantId), epoch, tailEvents, ...bodies),
    );
    if (answer === null) return null;
    const [foundEpoch, firstSeq] = Numbers.parse(answer);
    return { epoch: foundEpoch, seq: firstSeq };
  }

  /** Of two that begin a stream at once the script lets one: the other's epoch is never used. */
  async function runOrBegin(tenantId: TenantId, bodies: string[]): Promise<Head> {
    const first =
      (await run(tenantId, 0, bodies)) ?? (await run(tenantId, await nextEpoch(tenantId), bodies));
    if (!first) throw new FriendsError('DEPENDENCY_UNAVAILABLE');
    return first;
  }

  return {
    /** Numbers the events, keeps them and tells every reader. Errors: DEPENDENCY_UNAVAILABLE. */
    async append(tenantId: TenantId, drafts: readonly EventDraft[]): Promise<FriendsEvent[]> {
      const first = await runOrBegin(tenantId, drafts.map(encodeDraft));
      return drafts.map((draft, index) => ({ seq: first.seq + index, epoch: first.epoch, ...draft }));
    },

    /** Begins the stream if there is none, so that a reader's first cursor is one that events will follow. */
    async head(tenantId: TenantId): Promise<Head> {
      const next = await runOrBegin(tenantId, []);
      return { epoch: next.epoch, seq: next.seq - 1 };
    },

    /**
     * The events after a cursor, in order, at most `limit`. 'unknown-cursor' when the tail no longer holds all of them, or
     * the cursor is none that this stream gave.
     */
    async readAfter(tenantId: TenantId, after: Cursor, limit: number): Promise<Page | 'unknown-cursor'> {
      const key = eventsKey(tenantId);
      // One transaction: what is trimmed between two looks would be a gap that nobody sees.
      const [head, entries] = await ask(async () => {
        const replies = await redis
          .multi()
          .hmget(headKey(tenantId), 'epoch', 'seq')
          .xrange(key, `(${after}`, '+', 'COUNT', limit)
          .exec();
        return z
          .tuple([
            z.tuple([z.null(), z.tuple([z.string().nullable(), z.string().nullable()])]),
            z.tuple([z.null(), z.array(z.tuple([z.string(), z.tuple([z.literal('e'), z.string()])]))]),
          ])
          .transform(([[, headReply], [, entriesReply]]) => [headReply, entriesReply] as const)
          .parse(replies);
      });
      const from = parseCursor(after);
      if (Number(head[0]) !== from.epoch || from.seq > Number(head[1])) return 'unknown-cursor';
      const events = entries.map(([, [, body]]) => readEvent(body));
      const firstSeq = events[0]?.seq ?? Number(head[1]) + 1;
      if (firstSeq !== from.seq + 1) return 'unknown-cursor';
      const last = events.at(-1);
      return { events, complete: (last ? last.seq : from.seq) === Number(head[1]) };
    },
  };
}
export type EventLog = ReturnType<typeof createEventLog>;
