'use client';

import { classes } from '@friendsai/ui/components';
import { useTranslations } from '@friendsai/ui/i18n';
import { MemoryList } from '@friendsai/ui/memory';
import { ChevronLeft } from 'lucide-react';
import Link from 'next/link';
import { useParams, useSelectedLayoutSegment } from 'next/navigation';
import type { ReactNode } from 'react';

const BASE = '/settings/memory';

/** The notes, and beside them the one that is open; on a narrow screen one of the two. */
export function MemoryLayout({ children }: { children: ReactNode }) {
  const t = useTranslations('memory');
  const settings = useTranslations('settings');
  const { memoryId } = useParams<{ memoryId?: string }>();
  const isOpen = useSelectedLayoutSegment() !== null;
  return (
    <>
      <section
        aria-label={t('title')}
        className={classes(
          'min-h-0 w-full shrink-0 flex-col border-hairline border-r sm:flex sm:w-72 lg:w-80',
          isOpen ? 'hidden' : 'flex',
        )}
      >
        <header className="px-4 pt-4">
          <Link
            href="/settings"
            className="-ml-1 inline-flex min-h-8 items-center gap-1 text-[13px] text-soft hover:text-accent"
          >
            <ChevronLeft className="size-4" aria-hidden />
            {settings('title')}
          </Link>
          <h1 className="font-semibold text-lg">{t('title')}</h1>
          <p className="mt-1 text-[13px] text-soft">{t('about')}</p>
        </header>
        <MemoryList base={BASE} here={memoryId ?? null} Link={Link} />
      </section>
      <main
        className={classes(
          'min-h-0 min-w-0 flex-1 flex-col overflow-y-auto',
          isOpen ? 'flex' : 'hidden sm:flex',
        )}
      >
        {isOpen && (
          <Link
            href={BASE}
            className="inline-flex min-h-11 items-center gap-1 self-start px-3 text-[13px] text-soft sm:hidden"
          >
            <ChevronLeft className="size-4" aria-hidden />
            {t('title')}
          </Link>
        )}
        {children}
      </main>
    </>
  );
}
