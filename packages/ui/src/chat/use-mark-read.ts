import { errorOf } from '@friendsai/api/client/error-of';
import type { ChannelRef } from '@friendsai/schema';
import { useEffect, useMemo, useState } from 'react';
import { useStickToBottomContext } from 'use-stick-to-bottom';
import type { LiveMessage } from '../live/index.ts';
import { trpc } from '../trpc/api.ts';

/** What was shown for less has not been seen; and messages that come together are told of together. */
const SEEN_AFTER_MS = 300;
const RETRY_AFTER_MS = 5_000;
const RETRY_AT_MOST_AFTER_MS = 60_000;

/**
 * Tells how far one has read: a little after it was seen, one call at a time, and again until it got through. `tell` says by
 * what it throws whether that is worth another try.
 */
export function createReadMarker(tell: (position: number) => Promise<unknown>) {
  let wanted = 0;
  let told = 0;
  let busy = false;
  let retryMs = RETRY_AFTER_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function later(afterMs: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => void go(), afterMs);
  }

  async function go(): Promise<void> {
    if (busy || wanted <= told) return;
    busy = true;
    const position = wanted;
    let afterMs = 0;
    try {
      await tell(position);
      told = position;
      retryMs = RETRY_AFTER_MS;
    } catch (error) {
      if (errorOf(error)?.retryable ?? true) {
        afterMs = retryMs;
        retryMs = Math.min(retryMs * 2, RETRY_AT_MOST_AFTER_MS);
      } else told = position;
    }
    busy = false;
    if (wanted > told) later(afterMs);
  }

  return {
    seen(position: number): void {
      if (position <= wanted) return;
      wanted = position;
      // While a call is on its way, its end looks for more.
      if (!busy) later(SEEN_AFTER_MS);
    },
    /** Forgets what has not been told yet. It may be seen again. */
    stop(): void {
      clearTimeout(timer);
      wanted = told;
    },
  };
}

function usePageVisible(): boolean {
  const [visible, setVisible] = useState(false);
  useEffect(() => {
    const look = () => setVisible(document.visibilityState === 'visible');
    look();
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, []);
  return visible;
}

/** Tells that the newest answer of the open channel has been seen, once it has been: at the bottom of a page that is looked at. */
export function useMarkRead(contactId: ChannelRef, messages: readonly LiveMessage[]): void {
  const { client } = trpc.useUtils();
  const { isAtBottom } = useStickToBottomContext();
  const visible = usePageVisible();
  const marker = useMemo(
    () => createReadMarker((position) => client.chat.read.mutate({ contactId, position })),
    [client, contactId],
  );
  // One's own words are read by being written.
  const newest = messages.findLast(({ role, position }) => role === 'butler' && position !== null)?.position;
  useEffect(() => () => marker.stop(), [marker]);
  useEffect(() => {
    if (visible && isAtBottom && newest != null) marker.seen(newest);
  }, [marker, visible, isAtBottom, newest]);
}
