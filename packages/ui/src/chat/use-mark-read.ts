import type { ChannelRef } from '@friendsai/schema';
import { useEffect, useState } from 'react';
import type { LiveMessage } from '../live/index.ts';
import { trpc } from '../trpc/api.ts';

/** Tells that the newest message of the open channel has been seen, once it has been: in a page that is looked at. */
export function useMarkRead(contactId: ChannelRef, messages: readonly LiveMessage[]): void {
  const { mutate } = trpc.chat.read.useMutation();
  const [visible, setVisible] = useState(false);
  useEffect(() => {
    const look = () => setVisible(document.visibilityState === 'visible');
    look();
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, []);
  // One's own words are read by being written.
  const newest = messages.findLast(({ role, position }) => role === 'butler' && position !== null)?.position;
  useEffect(() => {
    if (visible && newest != null) mutate({ contactId, position: newest });
  }, [visible, newest, contactId, mutate]);
}
