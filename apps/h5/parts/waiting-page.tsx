'use client';

import { useTranslations } from '@friendsai/ui/i18n';
import { WaitingList } from '@friendsai/ui/waiting';
import Link from 'next/link';
import { Place, PlaceBody } from './place.tsx';

/** What the butler asks before it does it. */
export function WaitingPage() {
  const t = useTranslations('waiting');
  return (
    <Place title={t('title')}>
      <PlaceBody about={t('about')}>
        <WaitingList journalHref="/butler" Link={Link} />
      </PlaceBody>
    </Place>
  );
}
