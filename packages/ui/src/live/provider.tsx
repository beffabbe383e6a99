'use client';

import type { ChannelRef, FileId, Notice } from '@friendsai/schema';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { createApi, trpc } from '../trpc/api.ts';
import { followStream } from './follow.ts';
import { keptFilesOf } from './kept-files.ts';
import { openOutbox } from './outbox.ts';
import { channelOf, type LiveChannel } from './state.ts';
import { createLiveStore, type LiveStore, type LiveStoreState } from './store.ts';
import { upload } from './upload.ts';
import { createUploads, type Upload, type Uploads, uploadsOf } from './uploads.ts';

type Device = { live: LiveStore; uploads: Uploads; apiUrl: string; accountId: string };

const LiveContext = createContext<Device | null>(null);

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
  const [{ api, live, device }] = useState(() => {
    const made = createApi(apiUrl);
    const store = createLiveStore(made, openOutbox(accountId));
    const uploads = createUploads({
      send: (what, handlers) => upload(apiUrl, what, handlers),
      discard: (id) => void made.files.remove.mutate({ id }).catch(() => {}),
      kept: keptFilesOf(accountId),
    });
    return { api: made, live: store, device: { live: store, uploads, apiUrl, accountId } };
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
        onNotice: (notice) => readAgain(queries, notice),
        onAsked: () => void queries.chat.waiting.invalidate(),
        onBegun: () => device.uploads.retryUnreachable(),
      }),
    [api, live, device, queries, onSignedOut],
  );
  useEffect(() => live.resumeSending(), [live]);
  return <LiveContext value={device}>{children}</LiveContext>;
}

/** Lists that show what has changed. */
function readAgain(queries: ReturnType<typeof trpc.useUtils>, notice: Notice): void {
  switch (notice.kind) {
    case 'account.changed':
      return void queries.account.me.invalidate();
    case 'memory.changed':
      return void queries.memory.invalidate();
    case 'reminders.changed':
      return void queries.reminders.invalidate();
    case 'files.changed':
      return void queries.files.invalidate();
    case 'channel.read':
      void queries.contacts.list.invalidate();
      return void queries.chat.unread.invalidate({ contactId: notice.contactId });
    case 'contact.changed':
      void queries.contacts.list.invalidate();
      void queries.contacts.timeline.invalidate({ id: notice.contactId });
      return void queries.contacts.get.invalidate({ id: notice.contactId });
  }
}

function useDevice(): Device {
  const device = useContext(LiveContext);
  if (!device) throw new Error('there is no LiveProvider around it');
  return device;
}

/** The store itself, for acts. */
export const useLive = (): LiveStore => useDevice().live;

/** Whose page it is: what a device keeps of them goes by it. */
export const useAccountId = (): string => useDevice().accountId;

/** The files of a channel's draft, and what can be done with them. */
export function useUploads(contactId: ChannelRef): { uploads: Uploads; files: readonly Upload[] } {
  const { uploads } = useDevice();
  const files = useStore(uploads.store, (state) => uploadsOf(state, contactId));
  useEffect(() => uploads.restore(contactId), [uploads, contactId]);
  return { uploads, files };
}

/** Where a stored file is read: by the session's cookie, so that only its owner can. */
export function useFileUrl(): (id: FileId) => string {
  const { apiUrl } = useDevice();
  return (id) => `${apiUrl}/files/${id}`;
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
