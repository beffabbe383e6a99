'use client';

import { useTranslations } from '@friendsai/ui/i18n';
import Link from 'next/link';

/** What is not there, and what one may not see: the two look the same. */
export function NotFound() {
  const t = useTranslations('notFound');
  return (
    <main className="flex min-h-[60dvh] flex-1 flex-col items-center justify-center gap-3 px-6 text-center">
      <h1 className="font-semibold text-xl">{t('title')}</h1>
      <p className="max-w-sm text-balance text-soft">{t('text')}</p>
      <Link
        href="/people"
        className="inline-flex min-h-11 items-center text-accent underline underline-offset-4"
      >
        {t('home')}
      </Link>
    </main>
  );
}
