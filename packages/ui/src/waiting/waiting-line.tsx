'use client';

import { ChevronRight } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { LinkComponent } from '../components/link.ts';
import { useWaiting } from './use-waiting.ts';

/** A quiet line with how much waits for a yes, which leads there; nothing for nothing. */
export function WaitingLine({ href, Link }: { href: string; Link: LinkComponent }) {
  const t = useTranslations('waiting');
  const { calls } = useWaiting();
  return (
    <div role="status">
      {calls.length > 0 && (
        <Link
          href={href}
          className="flex min-h-11 items-center justify-center gap-1 bg-wait-soft px-4 py-1.5 text-[13px] text-wait sm:min-h-8"
        >
          <span>{t('line', { count: calls.length })}</span>
          <ChevronRight className="size-4" aria-hidden />
        </Link>
      )}
    </div>
  );
}
