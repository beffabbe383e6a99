'use client';

import { FileList } from '@friendsai/ui/files';
import { useTranslations } from '@friendsai/ui/i18n';
import { Place, PlaceBody } from './place.tsx';

/** Every file of the tenant's, and the room that they take. */
export function FilesPage() {
  const t = useTranslations('files');
  return (
    <Place title={t('title')}>
      <PlaceBody about={t('about')}>
        <FileList />
      </PlaceBody>
    </Place>
  );
}
