'use client';

import { EmptyState } from '@friendsai/ui/components';
import { useTranslations } from '@friendsai/ui/i18n';
import Link from 'next/link';

/** What is not there, and what one may not see: the two look the same. */
export function NotFound() {
  const t = useTranslations('notFound');
  return (
    <main className="flex min-h-[60dvh] flex-1 flex-col items-center justify-center">
      <h1 className="font-semibold text-xl">{t('title')}</h1>
      <EmptyState
        action={
          <Link href="/people" className="text-accent underline underline-offset-4">
            {t('home')}
          </Link>
        }
      >
        {t('text')}
      </EmptyState>
    </main>
  );
}
