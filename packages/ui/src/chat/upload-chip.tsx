'use client';

import { FileText, RotateCw, X } from 'lucide-react';
import { useLocale, useTranslations } from 'use-intl';
import { Button } from '../components/button.tsx';
import { classes } from '../components/classes.ts';
import { isPicture } from '../files/shown.ts';
import { sizeWords } from '../files/size.ts';
import { canRetry, type Upload, useFileUrl } from '../live/index.ts';

/** A file of the draft: what it is, how far it has got or what is wrong with it, and the way out. */
export function UploadChip({
  file,
  onRemove,
  onRetry,
}: {
  file: Upload;
  onRemove: () => void;
  onRetry: () => void;
}) {
  const t = useTranslations('attach');
  const failed = file.state === 'failed';
  return (
    <li
      className={classes(
        'relative flex w-full items-center gap-2 overflow-hidden rounded-card border bg-surface p-2 sm:w-64',
        failed ? 'border-loss' : 'border-hairline',
      )}
      data-upload={file.state}
    >
      <Thumbnail file={file} />
      <div className="min-w-0 flex-1">
        <p dir="auto" className="truncate text-[13px] leading-5">
          {file.name}
        </p>
        <State file={file} />
      </div>
      {failed && canRetry(file.errorCode) && (
        <Button
          kind="quiet"
          size="icon"
          className="-mr-1 size-8 pointer-coarse:size-11"
          aria-label={t('again', { name: file.name })}
          onClick={onRetry}
        >
          <RotateCw className="size-4" aria-hidden />
        </Button>
      )}
      <Button
        kind="quiet"
        size="icon"
        className="-mr-1 size-8 pointer-coarse:size-11"
        aria-label={t('remove', { name: file.name })}
        onClick={onRemove}
      >
        <X className="size-4" aria-hidden />
      </Button>
      {file.state === 'uploading' && (
        <span
          aria-hidden
          className="absolute bottom-0 left-0 h-0.5 bg-accent transition-[width] duration-200"
          style={{ width: `${percentOf(file)}%` }}
        />
      )}
    </li>
  );
}

const percentOf = (file: Upload): number =>
  file.state === 'uploading' && file.sizeBytes ? Math.floor((100 * file.sentBytes) / file.sizeBytes) : 0;

function State({ file }: { file: Upload }) {
  const t = useTranslations('attach');
  const errors = useTranslations('errors');
  const locale = useLocale();
  if (file.state === 'failed') {
    return (
      <p role="alert" className="text-[12px] text-loss leading-4">
        {file.errorCode === null ? t('unreachable') : errors(file.errorCode)}
      </p>
    );
  }
  const size = file.sizeBytes === null ? [] : [sizeWords(file.sizeBytes, locale)];
  const said = {
    waiting: t('queued'),
    // What has left the device has not all arrived.
    uploading: t('progress', { percent: Math.min(percentOf(file), 99) }),
    done: t('stored'),
  }[file.state];
  return <p className="truncate text-[12px] text-soft leading-4">{[...size, said].join(' · ')}</p>;
}

function Thumbnail({ file }: { file: Upload }) {
  const fileUrl = useFileUrl();
  const source =
    file.previewUrl ?? (file.state === 'done' && isPicture(file.mediaType ?? '') ? fileUrl(file.id) : null);
  if (source === null) {
    return (
      <span className="flex size-10 shrink-0 items-center justify-center rounded-lg bg-accent-soft text-soft">
        <FileText className="size-5" strokeWidth={1.75} aria-hidden />
      </span>
    );
  }
  return <img src={source} alt="" className="size-10 shrink-0 rounded-lg object-cover" />;
}
