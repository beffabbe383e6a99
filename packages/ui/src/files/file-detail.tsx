'use client';

import type { StoredFile } from '@friendsai/schema';
import { Download, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import { useTranslations } from 'use-intl';
import { AskFirst } from '../components/ask-first.tsx';
import { Button } from '../components/button.tsx';
import { Failure, Skeleton } from '../components/states.tsx';
import { useFileUrl } from '../live/index.ts';
import { trpc } from '../trpc/api.ts';
import { useErrorText } from '../trpc/use-error-text.ts';
import { isPicture } from './shown.ts';

/** What is in a file, as far as it can be shown, and what can be done with it. */
export function FileDetail({ file }: { file: StoredFile }) {
  const t = useTranslations('files');
  const errorText = useErrorText();
  const queries = trpc.useUtils();
  const href = useFileUrl()(file.id);
  const [asking, setAsking] = useState(false);
  const remove = trpc.files.remove.useMutation({
    onSuccess: () => {
      void queries.files.list.invalidate();
      toast(t('removed', { name: file.name }));
    },
  });
  return (
    <div className="flex animate-[rise_160ms_ease-out] flex-col gap-3">
      {isPicture(file.mediaType) ? <Picture name={file.name} src={href} /> : <TextPreview file={file} />}
      {asking ? (
        <AskFirst
          says={t('removeSays', { name: file.name })}
          yes={t('remove')}
          no={t('keep')}
          busy={remove.isPending}
          error={remove.error && errorText(remove.error)}
          onYes={() => remove.mutate({ id: file.id })}
          onNo={() => setAsking(false)}
        />
      ) : (
        <div className="flex flex-wrap gap-2">
          <a
            // The server says that it is one: from another origin a browser does not take our word for it.
            href={`${href}?download`}
            download={file.name}
            className="inline-flex h-11 items-center gap-2 rounded-[10px] border border-hairline bg-surface px-4 font-medium text-sm transition-colors duration-150 hover:bg-accent-soft sm:h-9"
          >
            <Download className="size-4" aria-hidden />
            {t('download')}
          </a>
          <Button kind="loss" className="h-11 sm:h-9" onClick={() => setAsking(true)}>
            <Trash2 className="size-4" aria-hidden />
            {t('remove')}
          </Button>
        </div>
      )}
    </div>
  );
}

function Picture({ name, src }: { name: string; src: string }) {
  const t = useTranslations('files');
  const [failed, setFailed] = useState(false);
  if (failed) return <Failure>{t('previewFailed')}</Failure>;
  return (
    <img
      src={src}
      alt={name}
      loading="lazy"
      className="max-h-80 min-h-24 max-w-full self-start rounded-lg border border-hairline bg-surface object-contain"
      onError={() => setFailed(true)}
    />
  );
}

/** The beginning of the text in it. It is somebody else's, so it stays plain. */
function TextPreview({ file }: { file: StoredFile }) {
  const t = useTranslations('files');
  const common = useTranslations('common');
  const errorText = useErrorText();
  const { data, error, isPending, refetch } = trpc.files.get.useQuery(
    { id: file.id },
    { enabled: file.textState === 'ready' },
  );
  if (file.textState !== 'ready') return <p className="text-[13px] text-soft">{t('noPreview')}</p>;
  if (isPending) return <Skeleton className="h-24 w-full" />;
  if (error) {
    return (
      <Failure
        action={
          <Button kind="link" size="text" className="min-h-11" onClick={() => void refetch()}>
            {common('retry')}
          </Button>
        }
      >
        {t('previewFailed')} {errorText(error)}
      </Failure>
    );
  }
  if (!data.text) return <p className="text-[13px] text-soft">{t('noPreview')}</p>;
  return (
    <section aria-label={t('begins')}>
      <p
        dir="auto"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard
        tabIndex={0}
        className="max-h-56 overflow-y-auto whitespace-pre-wrap border-hairline border-l-2 pl-3 text-[13px] text-soft leading-relaxed [overflow-wrap:anywhere]"
      >
        {data.text}
      </p>
    </section>
  );
}
