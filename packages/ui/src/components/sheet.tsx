'use client';

import { Drawer } from '@base-ui/react/drawer';
import type { ReactNode } from 'react';
import { classes } from './classes.ts';

/** A sheet that comes from below and is put away by a swipe: a phone's dialog. */
export function Sheet({
  open,
  onOpenChange,
  title,
  titleHidden = false,
  children,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  titleHidden?: boolean;
  children: ReactNode;
}) {
  return (
    <Drawer.Root open={open} onOpenChange={onOpenChange} swipeDirection="down">
      <Drawer.Portal>
        <Drawer.Backdrop className="fixed inset-0 z-40 bg-[rgb(20_16_12/0.4)] transition-opacity duration-200 data-[ending-style]:opacity-0 data-[starting-style]:opacity-0" />
        <Drawer.Viewport className="fixed inset-0 z-50 flex items-end">
          <Drawer.Popup className="max-h-[88dvh] w-full overflow-y-auto overscroll-contain rounded-t-[20px] bg-raised px-5 pt-2 pb-[calc(20px+env(safe-area-inset-bottom))] shadow-float outline-none [transform:translateY(var(--drawer-swipe-movement-y,0))] transition-transform duration-200 ease-out data-[ending-style]:[transform:translateY(100%)] data-[starting-style]:[transform:translateY(100%)] data-[swiping]:duration-0">
            <div aria-hidden className="mx-auto mb-3 h-1 w-9 rounded-full bg-hairline" />
            <Drawer.Content>
              <Drawer.Title className={classes('mb-4 font-semibold text-lg', titleHidden && 'sr-only')}>
                {title}
              </Drawer.Title>
              {children}
            </Drawer.Content>
          </Drawer.Popup>
        </Drawer.Viewport>
      </Drawer.Portal>
    </Drawer.Root>
  );
}
