'use client';

import { FileList } from '@friendsai/ui/files';
import { useTranslations } from '@friendsai/ui/i18n';
import { Place } from './place.tsx';

/** Every file of the tenant's, and the room that they take. */
export function FilesPage() {
  const t = useTranslations('files');
  return (
    <Place title={t('title')} about={t('about')}>
      <div>
        <FileList />
      </div>
    </Place>
  );
}
