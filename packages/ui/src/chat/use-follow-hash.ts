'use client';

import type { ChannelRef } from '@friendsai/schema';
import { useEffect } from 'react';
import { useLive, useLiveState } from '../live/index.ts';

const MESSAGE = /^#(message-[0-9a-f-]{36})$/;
/** So many older pages are looked through for a message. */
const MAX_PAGES = 20;
const SHOWN_MS = 1_600;

/** A message that the address names is brought to the screen, from older pages too, and shown to be the one. */
export function useFollowHash(contactId: ChannelRef): void {
  const live = useLive();
  const read = useLiveState(({ channels }) => channels[contactId]?.nextBefore !== undefined);
  useEffect(() => {
    if (!read) return;
    let left = false;
    async function follow(): Promise<void> {
      const id = MESSAGE.exec(location.hash)?.[1];
      if (!id) return;
      for (let page = 0; page < MAX_PAGES && !left; page += 1) {
        const found = document.getElementById(id);
        if (found) return show(found);
        const before = live.store.getState().channels[contactId]?.nextBefore;
        if (before == null) return;
        await live.read(contactId, true);
        await new Promise(requestAnimationFrame);
      }
    }
    // An address that leads nowhere any more is no fault to speak of.
    const go = () => void follow().catch(() => {});
    go();
    addEventListener('hashchange', go);
    return () => {
      left = true;
      removeEventListener('hashchange', go);
    };
  }, [live, contactId, read]);
}

function show(message: HTMLElement): void {
  message.scrollIntoView({ block: 'center' });
  message.focus({ preventScroll: true });
  message.animate({ backgroundColor: ['var(--accent-soft)', 'transparent'] }, { duration: SHOWN_MS });
}
