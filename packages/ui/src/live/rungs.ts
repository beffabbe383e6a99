import { type Cursor, cursorOf, type FriendsEvent } from '@friendsai/schema';
import type { Api } from '../trpc/api.ts';

/** What a rung tells of its stream. */
type FeedHandlers = {
  /** The stream stands; what comes from now on is live. */
  onBegun: () => void;
  onEvent: (event: FriendsEvent) => void;
  /** It broke, and tries again by itself. */
  onBreak: () => void;
  /** It is over, and does not come back by itself. */
  onEnd: (error: unknown) => void;
};

export type Feed = { stop: () => void };

/** One way of being told of events, over the same cursors as the others. */
export type Rung = {
  name: 'event-source' | 'fetch' | 'poll';
  follow(api: Api, after: Cursor | null, handlers: FeedHandlers): Feed;
};

const POLL_WAIT_MS = 20_000;

function subscription(name: 'event-source' | 'fetch'): Rung {
  return {
    name,
    follow(api, after, { onBegun, onEvent, onBreak, onEnd }) {
      try {
        const { unsubscribe } = api.events.subscribe.subscribe(
          { after },
          {
            context: { stream: name },
            onStarted: onBegun,
            onData: ({ data }) => onEvent(data),
            onConnectionStateChange: ({ state, error }) => {
              if (state === 'connecting' && error) onBreak();
              if (state === 'pending') onBegun();
            },
            onError: onEnd,
            onComplete: () => onEnd(null),
          },
        );
        return { stop: unsubscribe };
      } catch {
        // A browser without the means at all: it has not begun, and the next rung is tried.
        return { stop: () => {} };
      }
    },
  };
}

const poll: Rung = {
  name: 'poll',
  follow(api, after, { onBegun, onEvent, onEnd }) {
    const stopping = new AbortController();
    const { signal } = stopping;
    async function ask(): Promise<void> {
      let cursor = after;
      let waitMs = 0;
      while (!signal.aborted) {
        const events = await api.events.poll.query({ after: cursor, waitMs }, { signal });
        if (signal.aborted) return;
        onBegun();
        for (const event of events) onEvent(event);
        const last = events.at(-1);
        if (last) cursor = cursorOf(last);
        waitMs = POLL_WAIT_MS;
      }
    }
    ask().catch((error: unknown) => {
      if (!signal.aborted) onEnd(error);
    });
    return { stop: () => stopping.abort() };
  },
};

/** Best first. The middle one is for browsers whose EventSource is broken, the last for those that let no stream through (WeChat's web view). */
export const LADDER: readonly Rung[] = [subscription('event-source'), subscription('fetch'), poll];
