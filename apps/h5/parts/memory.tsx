'use client';

import type { MemoryId } from '@friendsai/schema';
import { useTranslations } from '@friendsai/ui/i18n';
import { MemoryList, MemoryReader, NewMemory } from '@friendsai/ui/memory';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { Place } from './place.tsx';

const BASE = '/me/memory';

/** All that the butler keeps in mind. */
export function MemoryPage() {
  const t = useTranslations('memory');
  return (
    <Place title={t('title')}>
      <p className="px-4 pt-3 text-[13px] text-soft">{t('about')}</p>
      <MemoryList base={BASE} here={null} Link={Link} />
    </Place>
  );
}

/** One note of the butler's memory. */
export function MemoryOpen({ memoryId }: { memoryId: MemoryId }) {
  const t = useTranslations('memory');
  const router = useRouter();
  return (
    <Place title={t('title')} back={BASE}>
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
        <MemoryReader
          key={memoryId}
          id={memoryId}
          onOpen={(id) => router.replace(`${BASE}/${id}`)}
          onGone={() => router.replace(BASE)}
        />
      </div>
    </Place>
  );
}

/** A note that is being begun. */
export function MemoryBegun() {
  const t = useTranslations('memory');
  const router = useRouter();
  return (
    <Place title={t('add')} back={BASE}>
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
        <NewMemory
          onSaved={({ id }) => router.replace(`${BASE}/${id}`)}
          onLeft={() => router.replace(BASE)}
        />
      </div>
    </Place>
  );
}
