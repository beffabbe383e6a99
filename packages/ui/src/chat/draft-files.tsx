'use client';

import type { ChannelRef } from '@friendsai/schema';
import { useTranslations } from 'use-intl';
import { useUploads } from '../live/index.ts';
import { UploadChip } from './upload-chip.tsx';

/** The files that will go with the message that is being written. */
export function DraftFiles({ contactId }: { contactId: ChannelRef }) {
  const t = useTranslations('attach');
  const { uploads, files } = useUploads(contactId);
  if (files.length === 0) return null;
  return (
    <ul aria-label={t('files')} className="flex max-h-56 flex-wrap gap-2 overflow-y-auto p-1.5 pb-2">
      {files.map((file) => (
        <UploadChip
          key={file.id}
          file={file}
          onRemove={() => uploads.remove(contactId, file.id)}
          onRetry={() => uploads.retry(contactId, file.id)}
        />
      ))}
    </ul>
  );
}
