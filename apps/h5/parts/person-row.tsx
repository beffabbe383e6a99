'use client';

import type { ContactListItem } from '@friendsai/schema';
import { classes } from '@friendsai/ui/components';
import { ContactLine, useArchive } from '@friendsai/ui/contacts';
import { useTranslations } from '@friendsai/ui/i18n';
import Link from 'next/link';
import { type TouchEvent, useRef, useState } from 'react';

const ACTION_PX = 88;
/** Below this a touch is a tap or a scroll, and not a swipe. */
const SLOP_PX = 12;

/** One person. A swipe to the left uncovers what can be done; the same stands in the profile for who does not swipe. */
export function PersonRow({ contact }: { contact: ContactListItem }) {
  const t = useTranslations('contacts');
  const archive = useArchive();
  const start = useRef<{ x: number; y: number; from: number } | null>(null);
  const [offsetPx, setOffsetPx] = useState(0);
  const [dragging, setDragging] = useState(false);

  function onTouchStart(event: TouchEvent): void {
    const touch = event.touches[0];
    if (touch) start.current = { x: touch.clientX, y: touch.clientY, from: offsetPx };
  }

  function onTouchMove(event: TouchEvent): void {
    const touch = event.touches[0];
    if (!touch || !start.current) return;
    const across = touch.clientX - start.current.x;
    const along = touch.clientY - start.current.y;
    if (!dragging && (Math.abs(across) < SLOP_PX || Math.abs(along) > Math.abs(across))) return;
    setDragging(true);
    setOffsetPx(Math.max(-ACTION_PX, Math.min(0, start.current.from + across)));
  }

  function onTouchEnd(): void {
    start.current = null;
    setDragging(false);
    setOffsetPx((offset) => (offset < -ACTION_PX / 2 ? -ACTION_PX : 0));
  }

  return (
    <div className="relative overflow-hidden">
      <button
        type="button"
        // Covered until the swipe: a screen reader finds the same act in the profile.
        aria-hidden={offsetPx === 0}
        tabIndex={offsetPx === 0 ? -1 : 0}
        className={classes(
          'absolute inset-y-0 right-0 bg-wait-soft text-sm text-wait',
          offsetPx === 0 && 'invisible',
        )}
        style={{ width: ACTION_PX }}
        onClick={() => {
          setOffsetPx(0);
          archive(contact);
        }}
      >
        {contact.archivedAt === null ? t('archive') : t('restore')}
      </button>
      <Link
        href={`/people/${contact.id}`}
        draggable={false}
        onTouchStart={onTouchStart}
        onTouchMove={onTouchMove}
        onTouchEnd={onTouchEnd}
        onTouchCancel={onTouchEnd}
        onClick={(event) => {
          // A tap on a row that is open closes it.
          if (offsetPx === 0) return;
          event.preventDefault();
          setOffsetPx(0);
        }}
        className={classes(
          'relative flex min-h-16 touch-pan-y items-center gap-3 bg-paper px-4 py-2 active:bg-surface',
          !dragging && 'transition-transform duration-150',
        )}
        style={{ transform: `translateX(${offsetPx}px)` }}
      >
        <ContactLine contact={contact} />
      </Link>
    </div>
  );
}
