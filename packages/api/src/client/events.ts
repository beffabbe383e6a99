import type { FriendsEvent } from '@friendsai/schema';
import type { TRPCClient } from '@trpc/client';
import type { AppRouter } from '../router.ts';
import { mayPass, pauseAfter } from './breaks.ts';

export type FriendsApi = TRPCClient<AppRouter>;

export type EventsOptions = {
  /** Go on after this cursor: `cursorOf` of the last event that was dealt with. */
  after?: string | null;
  /** Ends the stream. */
  signal?: AbortSignal;
};

type Numbered = { id: string; data: FriendsEvent };

/** How many events may wait for a slow reader. Then the stream is let go, and taken up again when they are read. */
const MAX_WAITING = 1_000;

/** What `FriendsClient.events` does. */
export async function* followEvents(
  api: FriendsApi,
  { after = null, signal }: EventsOptions = {},
): AsyncGenerator<FriendsEvent, void, undefined> {
  let cursor = after;
  let breaks = 0;
  while (!signal?.aborted) {
    let reason: unknown = null;
    try {
      for await (const { id, data } of subscribe(api, cursor, signal)) {
        // What had come before the abort and was not read yet is not wanted any more.
        if (signal?.aborted) return;
        cursor = id;
        breaks = 0;
        yield data;
      }
    } catch (error) {
      if (!mayPass(error)) throw error;
      reason = error;
    }
    await pauseAfter(reason, breaks, signal);
    breaks += 1;
  }
}

/** One subscription, until it breaks (throws), or ends because too much waits. Short breaks tRPC's link mends itself. */
function subscribe(
  api: FriendsApi,
  after: string | null,
  signal: AbortSignal | undefined,
): ReadableStream<Numbered> {
  const leaving = new AbortController();
  const ends = signal ? AbortSignal.any([signal, leaving.signal]) : leaving.signal;
  let isRead = true;
  return new ReadableStream<Numbered>(
    {
      start(controller) {
        api.events.subscribe.subscribe(
          { after },
          {
            signal: ends,
            onData(each) {
              if (ends.aborted) return;
              controller.enqueue(each);
              if ((controller.desiredSize ?? 0) <= 0) leaving.abort();
            },
            onError: (error) => controller.error(error),
            onComplete() {
              if (isRead) controller.close();
            },
          },
        );
      },
      cancel() {
        isRead = false;
        leaving.abort();
      },
    },
    { highWaterMark: MAX_WAITING },
  );
}
