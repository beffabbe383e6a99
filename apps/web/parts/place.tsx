'use client';

import { useTranslations } from '@friendsai/ui/i18n';
import { ChevronLeft } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';

/** A page that stands under the settings: one column, and the way back above its name. */
export function Place({ title, about, children }: { title: string; about?: string; children: ReactNode }) {
  const t = useTranslations('settings');
  return (
    <main className="flex-1 overflow-y-auto">
      <div className="mx-auto flex max-w-xl flex-col gap-8 px-6 py-10">
        <header>
          <Link
            href="/settings"
            className="-ml-1 inline-flex min-h-8 items-center gap-1 text-[13px] text-soft hover:text-accent"
          >
            <ChevronLeft className="size-4" aria-hidden />
            {t('title')}
          </Link>
          <h1 className="mt-1 font-semibold text-2xl">{title}</h1>
          {about && <p className="mt-1 text-soft text-sm">{about}</p>}
        </header>
        {children}
      </div>
    </main>
  );
}
