import { errorOf } from '@friendsai/api/client/error-of';
import { CUSTOM_EVENTS, EventType, type FriendsEvent, type Notice } from '@friendsai/schema';
import type { Api } from '../trpc/api.ts';
import { type Feed, LADDER, type Rung } from './rungs.ts';
import type { LiveStore } from './store.ts';

const RETRY_AFTER_MS = 2_000;
/** A stream that has not begun by then, although the server answers, is one that something in between holds back. */
const BEGUN_WITHIN_MS = 6_000;
/** So often a rung may end before it has begun. */
const MAX_FALSE_STARTS = 3;
/** What one page of this browser has found out, the next need not. */
const RUNG_KEY = 'friendsai-stream';

export type FollowHandlers = {
  onNotice: (notice: Notice) => void;
  /** Somebody has said something whole: lists that show the newest words should be read again. */
  onSaid: () => void;
  /** A question was asked or answered, or a tool call has got on. */
  onAsked: () => void;
  /** The stream stands: the server can be reached. */
  onBegun: () => void;
  onSignedOut: () => void;
};

const WHOLE = new Set<EventType>([EventType.TEXT_MESSAGE_END, EventType.RUN_FINISHED, EventType.RUN_ERROR]);

function rememberedRung(): number {
  const index = LADDER.findIndex(({ name }) => name === sessionStorage.getItem(RUNG_KEY));
  return Math.max(index, 0);
}

/**
 * Keeps the store at the head of the tenant's stream: one subscription, resumed from the last cursor after every break, and at
 * once when the page is seen again or the network is back. Where a browser lets no stream through, it goes down the ladder, rung
 * by rung, over the same cursor. Gives what ends it.
 */
export function followStream(
  api: Api,
  live: LiveStore,
  { onNotice, onSaid, onAsked, onBegun, onSignedOut }: FollowHandlers,
): () => void {
  let stopped = false;
  let rung = rememberedRung();
  let retry: ReturnType<typeof setTimeout> | undefined;
  let patience: ReturnType<typeof setTimeout> | undefined;
  let current: Feed | null = null;
  let falseStarts = 0;

  function onEvent(event: FriendsEvent): void {
    live.receive(event);
    if (WHOLE.has(event.event.type)) onSaid();
    if (event.event.type !== EventType.CUSTOM) return;
    if (event.event.name === 'card' || event.event.name === 'tool.confirmation') onAsked();
    if (event.event.name !== 'notice') return;
    const notice = CUSTOM_EVENTS.notice.safeParse(event.event.value);
    if (notice.success) onNotice(notice.data);
  }

  function leave(): void {
    clearTimeout(retry);
    clearTimeout(patience);
    const left = current;
    // What a feed says while it is being stopped is no end to come back from.
    current = null;
    left?.stop();
  }

  function subscribe(): void {
    leave();
    if (stopped) return;
    if (!navigator.onLine) {
      live.setConnection('offline');
      return;
    }
    live.setConnection(live.cursor() === null ? 'connecting' : 'reconnecting');
    const open: Rung | undefined = LADDER[rung];
    if (!open) return;
    patience = setTimeout(() => void stepDown(), BEGUN_WITHIN_MS);
    const feed = open.follow(api, live.cursor(), {
      onBegun() {
        if (current !== feed) return;
        clearTimeout(patience);
        falseStarts = 0;
        live.setConnection('live');
        // What was written while there was no network.
        live.flush();
        onBegun();
      },
      onEvent: (event) => current === feed && onEvent(event),
      onBreak: () => current === feed && live.setConnection('reconnecting'),
      onEnd(error) {
        if (current !== feed) return;
        if (errorOf(error)?.code === 'UNAUTHORIZED') return onSignedOut();
        clearTimeout(patience);
        live.setConnection(navigator.onLine ? 'reconnecting' : 'offline');
        falseStarts += 1;
        retry = setTimeout(
          () => (falseStarts < MAX_FALSE_STARTS ? subscribe() : void stepDown()),
          RETRY_AFTER_MS,
        );
      },
    });
    current = feed;
  }

  /** Only when the server can be reached otherwise: an outage is no reason to give a better rung up. */
  async function stepDown(): Promise<void> {
    const tried = current;
    const reachable = await api.events.poll.query({ after: live.cursor(), waitMs: 0 }).then(
      () => true,
      () => false,
    );
    if (stopped || current !== tried) return;
    if (reachable && rung < LADDER.length - 1) {
      rung += 1;
      falseStarts = 0;
      sessionStorage.setItem(RUNG_KEY, LADDER[rung]?.name ?? '');
    }
    subscribe();
  }

  // A phone that slept may hold a connection that is long dead and does not know it.
  const onVisible = () => {
    if (document.visibilityState === 'visible') subscribe();
  };
  const onOffline = () => {
    leave();
    live.setConnection('offline');
  };
  document.addEventListener('visibilitychange', onVisible);
  addEventListener('pageshow', onVisible);
  addEventListener('online', subscribe);
  addEventListener('offline', onOffline);
  subscribe();

  return () => {
    stopped = true;
    leave();
    document.removeEventListener('visibilitychange', onVisible);
    removeEventListener('pageshow', onVisible);
    removeEventListener('online', subscribe);
    removeEventListener('offline', onOffline);
  };
}
