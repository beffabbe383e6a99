'use client';

import { type RefObject, useEffect, useEffectEvent, useState } from 'react';

const TRIGGER_PX = 64;

/** Pulling a list that is at its top reads it again. Gives how far it has been pulled, in pixels. */
export function usePullToRefresh(
  pane: RefObject<HTMLElement | null>,
  refresh: () => Promise<unknown>,
): number {
  const [pulledPx, setPulledPx] = useState(0);
  const reread = useEffectEvent(() => refresh());
  useEffect(() => {
    const element = pane.current;
    if (!element) return;
    let startY: number | null = null;
    let pulled = 0;
    const set = (px: number) => {
      pulled = px;
      setPulledPx(px);
    };
    const onStart = (event: TouchEvent) => {
      startY = element.scrollTop <= 0 ? (event.touches[0]?.clientY ?? null) : null;
    };
    const onMove = (event: TouchEvent) => {
      if (startY === null) return;
      const down = (event.touches[0]?.clientY ?? startY) - startY;
      // It follows at half the way, as if it were held back.
      set(Math.max(0, Math.min(TRIGGER_PX * 1.5, down / 2)));
    };
    const onEnd = () => {
      startY = null;
      if (pulled < TRIGGER_PX) return set(0);
      set(TRIGGER_PX / 2);
      reread().finally(() => set(0));
    };
    element.addEventListener('touchstart', onStart, { passive: true });
    element.addEventListener('touchmove', onMove, { passive: true });
    element.addEventListener('touchend', onEnd);
    return () => {
      element.removeEventListener('touchstart', onStart);
      element.removeEventListener('touchmove', onMove);
      element.removeEventListener('touchend', onEnd);
    };
  }, [pane]);
  return pulledPx;
}
