'use client';

import type { ChannelRef } from '@friendsai/schema';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { createApi, trpc } from '../trpc/api.ts';
import { followStream } from './follow.ts';
import { openOutbox } from './outbox.ts';
import { channelOf, type LiveChannel } from './state.ts';
import { createLiveStore, type LiveStore, type LiveStoreState } from './store.ts';

const LiveContext = createContext<LiveStore | null>(null);

/** Follows the tenant's stream for everything inside: one subscription for the page, whatever it shows. */
export function LiveProvider({
  apiUrl,
  accountId,
  onSignedOut,
  children,
}: {
  apiUrl: string;
  /** Whose page it is: what waits to be sent belongs to them. */
  accountId: string;
  onSignedOut: () => void;
  children: ReactNode;
}) {
  const [{ api, live }] = useState(() => {
    const made = createApi(apiUrl);
    return { api: made, live: createLiveStore(made, openOutbox(accountId)) };
  });
  const queries = trpc.useUtils();
  useEffect(
    () =>
      followStream(api, live, {
        onSignedOut,
        onSaid: () => {
          void queries.contacts.list.invalidate();
          void queries.chat.unread.invalidate();
        },
        onNotice: (notice) => {
          if (notice.kind === 'account.changed') return void queries.account.me.invalidate();
          void queries.contacts.list.invalidate();
          if (notice.kind === 'channel.read')
            return void queries.chat.unread.invalidate({ contactId: notice.contactId });
          void queries.contacts.get.invalidate({ id: notice.contactId });
        },
      }),
    [api, live, queries, onSignedOut],
  );
  useEffect(() => live.resumeSending(), [live]);
  return <LiveContext value={live}>{children}</LiveContext>;
}

/** The store itself, for acts. */
export function useLive(): LiveStore {
  const live = useContext(LiveContext);
  if (!live) throw new Error('useLive needs a LiveProvider around it');
  return live;
}

/** A part of what is known; the component renders again when that part changes. */
export function useLiveState<Part>(select: (state: LiveStoreState) => Part): Part {
  return useStore(useLive().store, select);
}

/** One channel, read from the history when it must be. */
export function useChannel(contactId: ChannelRef): {
  channel: LiveChannel;
  error: unknown;
  reload: () => void;
} {
  const live = useLive();
  const channel = useLiveState((state) => channelOf(state, contactId));
  const [error, setError] = useState<unknown>(null);
  const [tries, setTries] = useState(0);
  const { stale } = channel;
  // Another try reads again although nothing else has changed.
  useEffect(() => {
    if (!stale) return;
    setError(null);
    live.read(contactId, false).catch(setError);
  }, [live, contactId, stale, tries]);
  return { channel, error, reload: () => setTries((before) => before + 1) };
}
