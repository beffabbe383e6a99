import { type Cursor, cursorOf, type FriendsEvent, parseCursor, type TenantId } from '@friendsai/schema';
import type { Redis } from 'ioredis';
import { ask } from './connection.ts';
import { readEvent, type StoredEvent, storedEvent } from './encoding.ts';
import { type EventLog, eventsKey } from './event-log.ts';

/** A page of the log, which one reader may leave unsent: not so long that large events fill the memory. */
const CATCH_UP_EVENTS = 250;
/** What is kept in memory for a reader that does not take it; the rest it reads from the log. */
const MAX_BEHIND_EVENTS = 2_000;
/** How often silent streams are compared with the log: what pub/sub lost without our noticing comes to light. */
const RECHECK_MS = 15_000;

/** Who looks at a stream. Every viewer of a tenant is given the same batches, so that what is made of one can be shared. */
export type Viewer = {
  /** The events that follow on from the last ones given, at least one. False: no more, until `resume`. */
  take(events: readonly StoredEvent[]): boolean;
  /** The log cannot go on from where this viewer stands. Nothing more comes. */
  lose(): void;
  /** The stream cannot be read now. Nothing more comes. */
  fail(error: unknown): void;
};

export type Following = {
  /** After `take` said no: goes on with what follows, from the log. */
  resume(): void;
  stop(): void;
};

type Place = {
  tenantId: TenantId;
  viewer: Viewer;
  epoch: number;
  seq: number;
  /** live: fed from memory. reading: from the log. held: by its own wish. over: not at all. */
  state: 'live' | 'reading' | 'held' | 'over';
  /** Something was published while it was reading. */
  stale: boolean;
};

/** One tenant's channel of Redis: who is fed from it, and when Redis has said that it will feed us. */
type Subscription = { places: Set<Place>; established: Promise<unknown> };

/**
 * One subscriber connection for the whole process; every viewer of a tenant is fed from memory. Publishing may lose
 * messages (a connection that breaks), so each viewer's numbers must follow on, and it reads the log when they do not.
 *
 * @param subscriber a connection of `createRedis`, for nothing else.
 */
export function createEventHub(subscriber: Redis, log: EventLog) {
  const subscriptions = new Map<string, Subscription>();
  let rechecking: NodeJS.Timeout | undefined;

  subscriber.on('message', (key: string, payload: string) => {
    const subscription = subscriptions.get(key);
    if (!subscription) return;
    const events = payload.split('\n').map(storedEvent);
    for (const place of subscription.places) offer(place, events);
  });
  // What was published while the connection was away is in the log; it is read once nothing more can be missed.
  subscriber.on('ready', () => {
    if (subscriptions.size === 0) return;
    subscriber.subscribe(...subscriptions.keys()).then(recheck, () => subscriber.disconnect(true));
  });

  function recheck(): void {
    for (const { places } of subscriptions.values()) compare([...places]).catch(() => {});
  }

  /** Has those read the log who are not where it is. */
  async function compare(places: Place[]): Promise<void> {
    const [any] = places;
    const head = any && (await log.peek(any.tenantId));
    if (!head) return;
    for (const place of places) {
      const behind = place.epoch !== head.epoch || place.seq < head.seq;
      if (place.state === 'live' && behind) void read(place);
    }
  }

  function offer(place: Place, events: readonly StoredEvent[]): void {
    place.stale = true;
    if (place.state !== 'live') return;
    const [first] = events;
    const last = events.at(-1);
    if (!first || !last) return;
    const known = place.seq - first.seq + 1;
    // A gap, or another epoch: the log knows what is between.
    if (first.epoch !== place.epoch || known < 0) void read(place);
    else if (known < events.length) give(place, known === 0 ? events : events.slice(known), last);
  }

  function give(place: Place, events: readonly StoredEvent[], last: StoredEvent): void {
    place.epoch = last.epoch;
    place.seq = last.seq;
    if (!place.viewer.take(events) && place.state !== 'over') place.state = 'held';
  }

  async function read(place: Place): Promise<void> {
    place.state = 'reading';
    const isReading = () => place.state === 'reading';
    try {
      while (isReading()) {
        place.stale = false;
        const page = await log.readStoredAfter(place.tenantId, cursorOf(place), CATCH_UP_EVENTS);
        if (!isReading()) return;
        if (page === 'unknown-cursor') {
          leave(place);
          place.viewer.lose();
          return;
        }
        const last = page.events.at(-1);
        if (last) give(place, page.events, last);
        // What was published meanwhile may be on the page or not; a further look tells.
        if (isReading() && page.complete && !place.stale) place.state = 'live';
      }
    } catch (error) {
      if (!isReading()) return;
      leave(place);
      place.viewer.fail(error);
    }
  }

  function open(key: string): Subscription {
    const subscription = { places: new Set<Place>(), established: ask(() => subscriber.subscribe(key)) };
    subscriptions.set(key, subscription);
    rechecking ??= setInterval(recheck, RECHECK_MS);
    return subscription;
  }

  function leave(place: Place): void {
    place.state = 'over';
    const key = eventsKey(place.tenantId);
    const subscription = subscriptions.get(key);
    if (!subscription?.places.delete(place) || subscription.places.size > 0) return;
    subscriptions.delete(key);
    subscriber.unsubscribe(key).catch(() => {});
    if (subscriptions.size > 0) return;
    clearInterval(rechecking);
    rechecking = undefined;
  }

  /** Gives the viewer everything after the cursor and then what comes, in order, each event once. */
  function follow(tenantId: TenantId, after: Cursor, viewer: Viewer): Following {
    const place: Place = { tenantId, viewer, ...parseCursor(after), state: 'held', stale: false };
    const key = eventsKey(tenantId);
    const subscription = subscriptions.get(key) ?? open(key);
    subscription.places.add(place);
    // Watch first and read after: what is published in between comes twice and is dropped, not lost.
    subscription.established.then(
      () => {
        if (place.state === 'held') void read(place);
      },
      (error: unknown) => {
        if (place.state === 'over') return;
        leave(place);
        viewer.fail(error);
      },
    );
    return {
      resume() {
        if (place.state === 'held') void read(place);
      },
      stop: () => leave(place),
    };
  }

  /**
   * As `follow`, for a reader that asks. Yields 'unknown-cursor' and ends when the log cannot go on from there, as when a
   * slow reader has been overtaken by the tail. Ends when the signal aborts. Errors: DEPENDENCY_UNAVAILABLE.
   */
  async function* subscribe(
    tenantId: TenantId,
    after: Cursor,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<FriendsEvent[] | 'unknown-cursor', void, undefined> {
    let waiting: StoredEvent[] = [];
    let held = false;
    let end: { lost: true } | { error: unknown } | null = null;
    let wake = Promise.withResolvers<void>();
    const rouse = () => wake.resolve();
    const following = follow(tenantId, after, {
      take(events) {
        waiting.push(...events);
        held = waiting.length >= MAX_BEHIND_EVENTS;
        rouse();
        return !held;
      },
      lose() {
        end = { lost: true };
        rouse();
      },
      fail(error) {
        end = { error };
        rouse();
      },
    });
    const ending = (): typeof end => end;
    signal?.addEventListener('abort', rouse);
    try {
      while (!signal?.aborted) {
        if (waiting.length > 0) {
          const taken = waiting;
          waiting = [];
          yield taken.map(readEvent);
          if (held) following.resume();
          held = false;
          continue;
        }
        const over = ending();
        if (over && 'error' in over) throw over.error;
        if (over) {
          yield 'unknown-cursor';
          return;
        }
        wake = Promise.withResolvers<void>();
        await wake.promise;
      }
    } finally {
      signal?.removeEventListener('abort', rouse);
      following.stop();
    }
  }

  return { follow, subscribe };
}
export type EventHub = ReturnType<typeof createEventHub>;
