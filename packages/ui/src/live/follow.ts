import { CUSTOM_EVENTS, EventType, type FriendsEvent, type Notice } from '@friendsai/schema';
import { type Api, errorOf } from '../trpc/api.ts';
import type { LiveStore } from './store.ts';

const RETRY_AFTER_MS = 2_000;

export type FollowHandlers = {
  onNotice: (notice: Notice) => void;
  /** Somebody has said something whole: lists that show the newest words should be read again. */
  onSaid: () => void;
  onSignedOut: () => void;
};

const WHOLE = new Set<EventType>([EventType.TEXT_MESSAGE_END, EventType.RUN_FINISHED, EventType.RUN_ERROR]);

/**
 * Keeps the store at the head of the tenant's stream: one subscription, resumed from the last cursor after every break, and at
 * once when the page is seen again or the network is back. Gives what ends it.
 */
export function followStream(
  api: Api,
  live: LiveStore,
  { onNotice, onSaid, onSignedOut }: FollowHandlers,
): () => void {
  let stopped = false;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let current: { unsubscribe: () => void } | null = null;

  function onEvent(event: FriendsEvent): void {
    live.receive(event);
    if (WHOLE.has(event.event.type)) onSaid();
    if (event.event.type !== EventType.CUSTOM || event.event.name !== 'notice') return;
    const notice = CUSTOM_EVENTS.notice.safeParse(event.event.value);
    if (notice.success) onNotice(notice.data);
  }

  function subscribe(): void {
    clearTimeout(retry);
    current?.unsubscribe();
    if (stopped) return;
    if (!navigator.onLine) {
      live.setConnection('offline');
      return;
    }
    current = api.events.subscribe.subscribe(
      { after: live.cursor() },
      {
        onStarted: () => live.setConnection('live'),
        onData: ({ data }) => onEvent(data),
        onConnectionStateChange: ({ state }) => {
          if (state === 'connecting')
            live.setConnection(live.cursor() === null ? 'connecting' : 'reconnecting');
          if (state === 'pending') live.setConnection('live');
        },
        onError: (error) => {
          if (errorOf(error)?.code === 'UNAUTHORIZED') return onSignedOut();
          again();
        },
        onComplete: again,
      },
    );
  }

  function again(): void {
    live.setConnection(navigator.onLine ? 'reconnecting' : 'offline');
    clearTimeout(retry);
    retry = setTimeout(subscribe, RETRY_AFTER_MS);
  }

  // A phone that slept may hold a connection that is long dead and does not know it.
  const onVisible = () => {
    if (document.visibilityState === 'visible') subscribe();
  };
  const onOffline = () => live.setConnection('offline');
  document.addEventListener('visibilitychange', onVisible);
  addEventListener('online', subscribe);
  addEventListener('offline', onOffline);
  subscribe();

  return () => {
    stopped = true;
    clearTimeout(retry);
    current?.unsubscribe();
    document.removeEventListener('visibilitychange', onVisible);
    removeEventListener('online', subscribe);
    removeEventListener('offline', onOffline);
  };
}
