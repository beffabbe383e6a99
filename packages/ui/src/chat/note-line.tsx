'use client';

import { useTranslations } from 'use-intl';

/** What the user decided somewhere else than here, in one quiet line. */
export function NoteLine({ yes, no }: { yes: number; no: number }) {
  const t = useTranslations('cards');
  const parts = [
    ...(yes > 0 ? [t('noteYes', { count: yes })] : []),
    ...(no > 0 ? [t('noteNo', { count: no })] : []),
  ];
  return <p className="text-center text-[13px] text-soft">{parts.join(' · ')}</p>;
}
