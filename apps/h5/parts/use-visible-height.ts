'use client';

import { useEffect, useState } from 'react';

/** A keyboard is taller than any bar of a browser's own. */
const KEYBOARD_MIN_PX = 120;

/**
 * How much of the screen can be seen. iOS lays its keyboard over the page and tells only the visual viewport, so the
 * screen is made that tall: the composer rides on the keyboard.
 */
export function useVisibleHeight(): { heightPx: number | null; keyboardOpen: boolean } {
  const [visible, setVisible] = useState<{ heightPx: number | null; keyboardOpen: boolean }>({
    heightPx: null,
    keyboardOpen: false,
  });
  useEffect(() => {
    const viewport = window.visualViewport;
    if (!viewport) return;
    let tallestPx = 0;
    const measure = () => {
      // A page that is zoomed shows less of itself, which is no keyboard.
      if (viewport.scale > 1.01) return;
      const heightPx = Math.round(viewport.height);
      tallestPx = Math.max(tallestPx, heightPx, window.innerHeight);
      setVisible({ heightPx, keyboardOpen: tallestPx - heightPx > KEYBOARD_MIN_PX });
      // What iOS scrolled to show the focused field is shown already.
      window.scrollTo(0, 0);
    };
    const turned = () => {
      tallestPx = 0;
      measure();
    };
    measure();
    viewport.addEventListener('resize', measure);
    screen.orientation?.addEventListener('change', turned);
    return () => {
      viewport.removeEventListener('resize', measure);
      screen.orientation?.removeEventListener('change', turned);
    };
  }, []);
  return visible;
}
