'use client';

import type { ChannelRef, StoredFile } from '@friendsai/schema';
import { ChevronDown, FileText, Image } from 'lucide-react';
import { useId, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { Button } from '../components/button.tsx';
import { classes } from '../components/classes.ts';
import { LinesComing } from '../components/lines-coming.tsx';
import { EmptyState, Failure } from '../components/states.tsx';
import { ChannelName } from '../contacts/channel-name.tsx';
import { dayLabel } from '../i18n/dates.ts';
import { trpc } from '../trpc/api.ts';
import { useErrorText } from '../trpc/use-error-text.ts';
import { FileDetail } from './file-detail.tsx';
import { FilesUsed } from './files-used.tsx';
import { isPicture } from './shown.ts';
import { sizeWords } from './size.ts';

/** The files of one channel; without one, all of the tenant's, and how much room they take. */
export function FileList({ contactId }: { contactId?: ChannelRef }) {
  const t = useTranslations('files');
  const common = useTranslations('common');
  const errorText = useErrorText();
  const { data, error, isPending, refetch } = trpc.files.list.useQuery(contactId ? { contactId } : {});
  if (isPending) return <LinesComing count={contactId ? 2 : 4} />;
  if (error && !data) {
    return (
      <Failure
        action={
          <Button kind="link" size="text" className="min-h-11" onClick={() => void refetch()}>
            {common('retry')}
          </Button>
        }
      >
        {t('loadFailed')} {errorText(error)}
      </Failure>
    );
  }
  if (data.files.length === 0) {
    return contactId ? (
      <p className="py-2 text-soft text-sm">{t('emptyHere')}</p>
    ) : (
      <EmptyState>{t('empty')}</EmptyState>
    );
  }
  return (
    <>
      {!contactId && <FilesUsed usedBytes={data.usedBytes} quotaBytes={data.quotaBytes} />}
      <ul className="divide-y divide-hairline">
        {data.files.map((file) => (
          <li key={file.id}>
            <FileLine file={file} withOwner={!contactId} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** A file; what is in it and what can be done with it unfolds below. */
function FileLine({ file, withOwner }: { file: StoredFile; withOwner: boolean }) {
  const t = useTranslations('files');
  const locale = useLocale();
  const detailId = useId();
  const [open, setOpen] = useState(false);
  const Icon = isPicture(file.mediaType) ? Image : FileText;
  return (
    <>
      <button
        type="button"
        aria-expanded={open}
        aria-controls={open ? detailId : undefined}
        aria-label={t('show', { name: file.name })}
        className="flex min-h-14 w-full items-center gap-3 rounded-lg py-2 text-left"
        onClick={() => setOpen(!open)}
      >
        <Icon className="size-5 shrink-0 text-soft" strokeWidth={1.6} aria-hidden />
        <span className="min-w-0 flex-1">
          <span
            dir="auto"
            className={classes('block leading-6', open ? '[overflow-wrap:anywhere]' : 'truncate')}
          >
            {file.name}
          </span>
          <span className="block truncate text-[13px] text-soft">
            {withOwner && (
              <>
                <ChannelName contactId={file.contactId} /> ·{' '}
              </>
            )}
            {sizeWords(file.sizeBytes, locale)} · {dayLabel(new Date(file.createdAt), new Date(), locale)}
            {file.textState !== 'ready' && !isPicture(file.mediaType) && ` · ${t(file.textState)}`}
          </span>
        </span>
        <ChevronDown
          className={classes(
            'size-4 shrink-0 text-soft transition-transform duration-150',
            open && 'rotate-180',
          )}
          aria-hidden
        />
      </button>
      {open && (
        <div id={detailId} className="pb-4 sm:pl-8">
          <FileDetail file={file} />
        </div>
      )}
    </>
  );
}
