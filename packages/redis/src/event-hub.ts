import { type Cursor, cursorOf, type FriendsEvent, parseCursor, type TenantId } from '@friendsai/schema';
import type { Redis } from 'ioredis';
import { ask } from './connection.ts';
import { readEvent } from './encoding.ts';
import { type EventLog, eventsKey } from './event-log.ts';

const CATCH_UP_EVENTS = 1_000;
/** What is kept in memory for a reader that does not take it; the rest it reads from the log. */
const MAX_BEHIND_EVENTS = 2_000;
/** How often a silent stream is compared with the log: what pub/sub lost without our noticing comes to light. */
const RECHECK_MS = 15_000;

type Viewer = { offer: (events: FriendsEvent[]) => void; recheck: () => void };

/** One tenant's channel of Redis: who is fed from it, and when Redis has said that it will feed us. */
type Subscription = { viewers: Set<Viewer>; established: Promise<unknown> };

/**
 * One subscriber connection for the whole process; every viewer of a tenant is fed from memory. Publishing may lose
 * messages (a connection that breaks), so each viewer checks that numbers follow on, and reads the log when they do not.
 *
 * @param subscriber a connection of `createRedis`, for nothing else.
 */
export function createEventHub(subscriber: Redis, log: EventLog) {
  const subscriptions = new Map<string, Subscription>();

  subscriber.on('message', (key: string, payload: string) => {
    const subscription = subscriptions.get(key);
    if (!subscription) return;
    const events = payload.split('\n').map(readEvent);
    for (const viewer of subscription.viewers) viewer.offer(events);
  });
  // What was published while the connection was away is in the log; it is read once nothing more can be missed.
  subscriber.on('ready', () => {
    if (subscriptions.size === 0) return;
    subscriber.subscribe(...subscriptions.keys()).then(
      () => {
        for (const { viewers } of subscriptions.values()) for (const viewer of viewers) viewer.recheck();
      },
      () => subscriber.disconnect(true),
    );
  });

  function open(key: string): Subscription {
    const subscription = { viewers: new Set<Viewer>(), established: ask(() => subscriber.subscribe(key)) };
    subscriptions.set(key, subscription);
    return subscription;
  }

  /** Resolves when what is published from now on will be offered. Errors: DEPENDENCY_UNAVAILABLE. */
  async function watch(tenantId: TenantId, viewer: Viewer): Promise<() => void> {
    const key = eventsKey(tenantId);
    const subscription = subscriptions.get(key) ?? open(key);
    subscription.viewers.add(viewer);
    const leave = () => {
      subscription.viewers.delete(viewer);
      if (subscription.viewers.size > 0 || subscriptions.get(key) !== subscription) return;
      subscriptions.delete(key);
      subscriber.unsubscribe(key).catch(() => {});
    };
    try {
      await subscription.established;
    } catch (error) {
      leave();
      throw error;
    }
    return leave;
  }

  /**
   * Everything after the cursor and then what comes, in order, each event once. Yields 'unknown-cursor' and ends when the
   * log cannot go on from there, as when a slow reader has been overtaken by the tail. Ends when the signal aborts.
   */
  async function* subscribe(
    tenantId: TenantId,
    after: Cursor,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<FriendsEvent[] | 'unknown-cursor', void, undefined> {
    let position = parseCursor(after);
    let waiting: FriendsEvent[] = [];
    let behind = true;
    let wake = Promise.withResolvers<void>();
    const rouse = () => wake.resolve();
    const viewer: Viewer = {
      offer(events) {
        if (waiting.length + events.length > MAX_BEHIND_EVENTS) behind = true;
        else waiting.push(...events);
        rouse();
      },
      recheck() {
        behind = true;
        rouse();
      },
    };
    // Watch first and read after: what is published in between comes twice and is dropped, not lost.
    const unwatch = await watch(tenantId, viewer);
    const timer = setInterval(viewer.recheck, RECHECK_MS);
    signal?.addEventListener('abort', rouse);
    try {
      while (!signal?.aborted) {
        if (behind) {
          behind = false;
          waiting = [];
          const page = await log.readAfter(tenantId, cursorOf(position), CATCH_UP_EVENTS);
          if (page === 'unknown-cursor') {
            yield page;
            return;
          }
          if (!page.complete) behind = true;
          const last = page.events.at(-1);
          if (last) {
            position = last;
            yield page.events;
          }
          continue;
        }
        const arrived = waiting;
        waiting = [];
        const fresh = arrived.filter(({ epoch, seq }) => epoch !== position.epoch || seq > position.seq);
        const [first] = fresh;
        const last = fresh.at(-1);
        if (first && last) {
          const follows = first.epoch === position.epoch && first.seq === position.seq + 1;
          const dense = last.epoch === first.epoch && last.seq - first.seq + 1 === fresh.length;
          if (!follows || !dense) {
            behind = true;
            continue;
          }
          position = last;
          yield fresh;
          continue;
        }
        wake = Promise.withResolvers<void>();
        if (!behind && waiting.length === 0 && !signal?.aborted) await wake.promise;
      }
    } finally {
      clearInterval(timer);
      signal?.removeEventListener('abort', rouse);
      unwatch();
    }
  }

  return { subscribe };
}
export type EventHub = ReturnType<typeof createEventHub>;
