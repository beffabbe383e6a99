'use client';

import type { MemoryId } from '@friendsai/schema';
import { EmptyState } from '@friendsai/ui/components';
import { useTranslations } from '@friendsai/ui/i18n';
import { MemoryReader, NewMemory } from '@friendsai/ui/memory';
import { useRouter } from 'next/navigation';

const BASE = '/settings/memory';

/** Beside the list while no note is open. */
export function NoMemoryChosen() {
  const t = useTranslations('memory');
  return (
    <div className="flex flex-1 items-center">
      <EmptyState>{t('noneChosen')}</EmptyState>
    </div>
  );
}

/** One note of the butler's memory. */
export function MemoryOpen({ memoryId }: { memoryId: MemoryId }) {
  const router = useRouter();
  return (
    <MemoryReader
      key={memoryId}
      id={memoryId}
      onOpen={(id) => router.replace(`${BASE}/${id}`)}
      onGone={() => router.replace(BASE)}
    />
  );
}

/** A note that is being begun. */
export function MemoryBegun() {
  const router = useRouter();
  return (
    <NewMemory onSaved={({ id }) => router.replace(`${BASE}/${id}`)} onLeft={() => router.replace(BASE)} />
  );
}
