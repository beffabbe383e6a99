'use client';

import { useTranslations } from '@friendsai/ui/i18n';
import { ChevronLeft } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';

/** A page behind one's own: its name, and the way back, above what it holds. */
export function Place({
  title,
  back = '/me',
  children,
}: {
  title: string;
  back?: string;
  children: ReactNode;
}) {
  const common = useTranslations('common');
  return (
    <main className="flex min-h-0 flex-1 flex-col">
      <header className="flex h-14 shrink-0 items-center border-hairline border-b px-2">
        <Link
          href={back}
          aria-label={common('back')}
          className="inline-flex size-11 items-center justify-center"
        >
          <ChevronLeft className="size-6" aria-hidden />
        </Link>
        <h1 className="min-w-0 flex-1 truncate pr-11 text-center font-semibold">{title}</h1>
      </header>
      {children}
    </main>
  );
}

/** What a place holds, when it scrolls as one. */
export function PlaceBody({ about, children }: { about?: string; children: ReactNode }) {
  return (
    <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-5 py-5">
      {about && <p className="mb-5 text-soft text-sm">{about}</p>}
      {children}
    </div>
  );
}
