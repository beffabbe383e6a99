'use client';

import { useTranslations } from '@friendsai/ui/i18n';
import { Reminders } from '@friendsai/ui/reminders';
import Link from 'next/link';
import { Place, PlaceBody } from './place.tsx';

/** What the user wants to be reminded of, of everybody. */
export function RemindersPage() {
  const t = useTranslations('reminders');
  return (
    <Place title={t('title')}>
      <PlaceBody>
        <Reminders Link={Link} />
      </PlaceBody>
    </Place>
  );
}
