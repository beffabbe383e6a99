import {
  type ChannelId,
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
import { encodeDraft, readEvent, type StoredEvent, storedEvent } from './encoding.ts';
import { tenantKey } from './keys.ts';

/** Where a stream stands: its newest event's numbers, or seq 0 when it holds none. */
export type Head = { epoch: number; seq: number };

/** `complete`: there was nothing after these events when they were read. */
export type Page = { events: FriendsEvent[]; complete: boolean };
export type StoredPage = { events: StoredEvent[]; complete: boolean };

/** What must be so for a batch to be appended. */
export type Guard = {
  /**
   * Who writes, and its how-manieth batch this is, from 1. A batch whose answer was lost can be given again: it is appended
   * once, and answered alike. Numbers of batches only rise.
   */
  writer?: { name: string; batch: number };
  /** The writer holds this channel under this fencing token: once a newer one has been seen, it is refused. */
  fence?: { channelId: ChannelId; token: number };
  /** The epoch in which the writer's earlier batches stand. */
  epoch?: number;
};

/** 'fenced': somebody else has the channel now. 'other-epoch': numbering has restarted, and nothing that the writer said is in the stream any more. */
export type Refusal = 'fenced' | 'other-epoch';

/** For how long a writer's last batch is known: longer than any outage over which one is given again. */
const WRITER_KNOWN_SEC = 86_400;

const Int = z.coerce.number().int();
const Answer = z.union([
  z
    .tuple([z.literal(['ok', 'epoch']), Int, Int])
    .transform(([verdict, epoch, first]) => ({ verdict, place: { epoch, first } })),
  z.tuple([z.literal(['fenced', 'none'])]).transform(([verdict]) => ({ verdict, place: null })),
]);
type Answer = z.infer<typeof Answer>;

const HeadReply = z.tuple([z.string().nullable(), z.string().nullable()]);
const Entries = z.array(z.tuple([z.string(), z.tuple([z.literal('e'), z.string()])]));

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
  async function run(
    tenantId: TenantId,
    beginEpoch: number,
    bodies: string[],
    guard?: Guard,
  ): Promise<Answer> {
    const keys = [
      eventsKey(tenantId),
      headKey(tenantId),
      tenantKey(tenantId, 'writer', guard?.writer?.name ?? 'none'),
      tenantKey(tenantId, 'fence', guard?.fence?.channelId ?? 'none'),
    ];
    const guards = [
      guard?.epoch ?? '',
      guard?.writer?.batch ?? '',
      WRITER_KNOWN_SEC,
      guard?.fence?.token ?? '',
    ];
    const answer = await ask(() =>
      redis.eval(APPEND, keys.length, ...keys, beginEpoch, tailEvents, ...guards, ...bodies),
    );
    return Answer.parse(answer);
  }

  /** Of two that begin a stream at once the script lets one: the other's epoch is never used. */
  async function runOrBegin(tenantId: TenantId, bodies: string[], guard?: Guard): Promise<Answer> {
    const answer = await run(tenantId, 0, bodies, guard);
    return answer.verdict === 'none' ? run(tenantId, await nextEpoch(tenantId), bodies, guard) : answer;
  }

  function numbered(
    drafts: readonly EventDraft[],
    { epoch, first }: { epoch: number; first: number },
  ): FriendsEvent[] {
    return drafts.map((draft, index) => ({ seq: first + index, epoch, ...draft }));
  }

  async function readStoredAfter(
    tenantId: TenantId,
    after: Cursor,
    limit: number,
  ): Promise<StoredPage | 'unknown-cursor'> {
    // One transaction: what is trimmed between two looks would be a gap that nobody sees.
    const [head, entries] = await ask(async () => {
      const replies = await redis
        .multi()
        .hmget(headKey(tenantId), 'epoch', 'seq')
        .xrange(eventsKey(tenantId), `(${after}`, '+', 'COUNT', limit)
        .exec();
      return z
        .tuple([z.tuple([z.null(), HeadReply]), z.tuple([z.null(), Entries])])
        .transform(([[, headReply], [, entriesReply]]) => [headReply, entriesReply] as const)
        .parse(replies);
    });
    const from = parseCursor(after);
    if (Number(head[0]) !== from.epoch || from.seq > Number(head[1])) return 'unknown-cursor';
    const events = entries.map(([, [, body]]) => storedEvent(body));
    const firstSeq = events[0]?.seq ?? Number(head[1]) + 1;
    if (firstSeq !== from.seq + 1) return 'unknown-cursor';
    return { events, complete: (events.at(-1)?.seq ?? from.seq) === Number(head[1]) };
  }

  return {
    /** Numbers the events, keeps them and tells every reader. Errors: DEPENDENCY_UNAVAILABLE. */
    async append(tenantId: TenantId, drafts: readonly EventDraft[]): Promise<FriendsEvent[]> {
      const { place } = await runOrBegin(tenantId, drafts.map(encodeDraft));
      if (!place) throw new FriendsError('DEPENDENCY_UNAVAILABLE');
      return numbered(drafts, place);
    },

    /** As `append`, if the guard allows it, and once however often it is tried. Errors: DEPENDENCY_UNAVAILABLE. */
    async appendGuarded(
      tenantId: TenantId,
      drafts: readonly EventDraft[],
      guard: Guard,
    ): Promise<FriendsEvent[] | Refusal> {
      const { verdict, place } = await runOrBegin(tenantId, drafts.map(encodeDraft), guard);
      if (verdict === 'fenced') return 'fenced';
      if (verdict === 'epoch') return 'other-epoch';
      if (!place) throw new FriendsError('DEPENDENCY_UNAVAILABLE');
      return numbered(drafts, place);
    },

    /** Begins the stream if there is none, so that a reader's first cursor is one that events will follow. */
    async head(tenantId: TenantId): Promise<Head> {
      const { place } = await runOrBegin(tenantId, []);
      if (!place) throw new FriendsError('DEPENDENCY_UNAVAILABLE');
      return { epoch: place.epoch, seq: place.first - 1 };
    },

    /** From here on whoever holds the channel under an older token is refused. The head at that moment. */
    async fence(tenantId: TenantId, fence: NonNullable<Guard['fence']>): Promise<Head | 'fenced'> {
      const { place } = await runOrBegin(tenantId, [], { fence });
      return place ? { epoch: place.epoch, seq: place.first - 1 } : 'fenced';
    },

    /** As `head`, but null when there is no stream. */
    async peek(tenantId: TenantId): Promise<Head | null> {
      const [epoch, seq] = HeadReply.parse(await ask(() => redis.hmget(headKey(tenantId), 'epoch', 'seq')));
      return epoch === null ? null : { epoch: Number(epoch), seq: Number(seq) };
    },

    readStoredAfter,

    /**
     * The events after a cursor, in order, at most `limit`. 'unknown-cursor' when the tail no longer holds all of them, or
     * the cursor is none that this stream gave.
     */
    async readAfter(tenantId: TenantId, after: Cursor, limit: number): Promise<Page | 'unknown-cursor'> {
      const page = await readStoredAfter(tenantId, after, limit);
      return page === 'unknown-cursor'
        ? page
        : { events: page.events.map(readEvent), complete: page.complete };
    },
  };
}
export type EventLog = ReturnType<typeof createEventLog>;
