'use client';

import type { Attachment } from '@friendsai/schema';
import { FileText } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { classes } from '../components/classes.ts';
import { isPicture } from '../files/shown.ts';
import { useFileUrl } from '../live/index.ts';

/** What goes with a message: pictures to be seen, everything else by its name; a tap opens it. */
export function Attachments({
  attachments,
  className,
}: {
  attachments: readonly Attachment[];
  className?: string;
}) {
  const t = useTranslations('attach');
  if (attachments.length === 0) return null;
  return (
    <ul aria-label={t('files')} className={classes('flex max-w-full flex-wrap gap-2', className)}>
      {attachments.map((attachment) => (
        <li key={attachment.id} className="max-w-full">
          <AttachmentView attachment={attachment} />
        </li>
      ))}
    </ul>
  );
}

function AttachmentView({ attachment: { id, name, mediaType } }: { attachment: Attachment }) {
  const t = useTranslations('attach');
  const fileUrl = useFileUrl();
  const [broken, setBroken] = useState(false);
  if (name === null) {
    return (
      <span className="flex min-h-11 items-center gap-2 rounded-card border border-hairline border-dashed px-3 text-[13px] text-soft">
        <FileText className="size-4 shrink-0" aria-hidden />
        {t('gone')}
      </span>
    );
  }
  if (isPicture(mediaType ?? '') && !broken) {
    return (
      <a
        href={fileUrl(id)}
        target="_blank"
        rel="noopener"
        className="block overflow-hidden rounded-card border border-hairline"
      >
        <img
          src={fileUrl(id)}
          alt={name}
          loading="lazy"
          className="block max-h-60 min-h-16 w-auto min-w-16 max-w-full bg-surface object-contain"
          onError={() => setBroken(true)}
        />
      </a>
    );
  }
  return (
    <a
      href={fileUrl(id)}
      target="_blank"
      rel="noopener"
      title={name}
      aria-label={t('open', { name })}
      className="flex min-h-11 max-w-72 items-center gap-2 rounded-card border border-hairline bg-surface px-3 text-sm transition-colors duration-150 hover:bg-accent-soft"
    >
      <FileText className="size-4 shrink-0 text-soft" aria-hidden />
      <span dir="auto" className="truncate">
        {name}
      </span>
    </a>
  );
}
