'use client';

import type { Memory, MemoryId } from '@friendsai/schema';
import { Pencil, Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { toast } from 'sonner';
import { useLocale, useTranslations } from 'use-intl';
import { Markdown } from '../chat/markdown.tsx';
import { AskFirst } from '../components/ask-first.tsx';
import { Button } from '../components/button.tsx';
import { EmptyState, Skeleton } from '../components/states.tsx';
import { dayLabel } from '../i18n/dates.ts';
import { trpc } from '../trpc/api.ts';
import { useErrorText } from '../trpc/use-error-text.ts';
import { draftPlace } from './draft.ts';
import { MemoryEditor } from './memory-editor.tsx';

/** One memory, to be read, changed or deleted. @param onGone is called when it is not there any more. */
export function MemoryReader({
  id,
  onOpen,
  onGone,
}: {
  id: MemoryId;
  onOpen: (id: MemoryId) => void;
  onGone: () => void;
}) {
  const common = useTranslations('common');
  const t = useTranslations('memory');
  const errorText = useErrorText();
  const me = trpc.account.me.useQuery();
  const { data: memory, error, refetch } = trpc.memory.read.useQuery({ id });
  const userId = me.data?.userId;
  const [editing, setEditing] = useState(false);
  // As it was left: what was being written is taken up again.
  useEffect(() => {
    if (userId) setEditing(draftPlace(userId, id).read() !== null);
  }, [userId, id]);

  if (editing && userId && (memory || error)) {
    return (
      <MemoryEditor
        key={id}
        userId={userId}
        id={id}
        memory={memory ?? null}
        onSaved={(saved) => {
          setEditing(false);
          if (saved.id !== id) onOpen(saved.id);
        }}
        onLeft={() => {
          setEditing(false);
          if (!memory) onGone();
        }}
      />
    );
  }
  if (error && !memory) {
    return (
      <EmptyState action={<Button onClick={() => void refetch()}>{common('retry')}</Button>}>
        {t('loadFailed')} {errorText(error)}
      </EmptyState>
    );
  }
  if (!memory) return <Coming />;
  return <Reading memory={memory} onEdit={() => setEditing(true)} onGone={onGone} />;
}

function Reading({ memory, onEdit, onGone }: { memory: Memory; onEdit: () => void; onGone: () => void }) {
  const t = useTranslations('memory');
  const locale = useLocale();
  const errorText = useErrorText();
  const queries = trpc.useUtils();
  const [asking, setAsking] = useState(false);
  const remove = trpc.memory.remove.useMutation({
    onSuccess: () => {
      void queries.memory.list.invalidate();
      void queries.memory.search.invalidate();
      toast(t('removed', { name: memory.name }));
      onGone();
    },
  });
  const when = dayLabel(new Date(memory.updatedAt), new Date(), locale);
  return (
    <article className="mx-auto w-full max-w-2xl px-5 py-6 sm:px-10 sm:py-10">
      <header className="flex items-start justify-between gap-4">
        <div className="min-w-0">
          <h2 dir="auto" className="font-semibold text-2xl leading-snug [overflow-wrap:anywhere]">
            {memory.name}
          </h2>
          <p className="mt-1 text-[13px] text-soft">
            {memory.writtenBy === 'user' ? t('byUser', { when }) : t('byButler', { when })}
          </p>
        </div>
        <div className="-mr-2 flex shrink-0">
          <Button kind="quiet" size="touch" aria-label={t('edit')} title={t('edit')} onClick={onEdit}>
            <Pencil className="size-[18px]" aria-hidden />
          </Button>
          <Button
            kind="loss"
            size="touch"
            aria-label={t('remove')}
            title={t('remove')}
            aria-expanded={asking}
            onClick={() => setAsking(!asking)}
          >
            <Trash2 className="size-[18px]" aria-hidden />
          </Button>
        </div>
      </header>
      {asking && (
        <div className="mt-5">
          <AskFirst
            says={t('removeSays', { name: memory.name })}
            yes={t('remove')}
            no={t('keep')}
            busy={remove.isPending}
            error={remove.error && errorText(remove.error)}
            onYes={() => remove.mutate({ id: memory.id })}
            onNo={() => setAsking(false)}
          />
        </div>
      )}
      {/* Its own headings stand below its name. */}
      <div
        dir="auto"
        className="mt-6 border-hairline border-t pt-6 [&_h1]:mt-0 [&_h1]:text-xl [&_h2]:text-lg [&_h3]:text-base"
      >
        {memory.text === '' ? (
          <p className="text-soft">{t('noText')}</p>
        ) : (
          <Markdown text={memory.text} streaming={false} />
        )}
      </div>
    </article>
  );
}

function Coming() {
  return (
    <div className="mx-auto w-full max-w-2xl space-y-4 px-5 py-6 sm:px-10 sm:py-10">
      <Skeleton className="h-8 w-1/2" />
      <Skeleton className="h-3 w-1/3" />
      <div className="space-y-3 pt-8">
        <Skeleton className="h-4 w-full" />
        <Skeleton className="h-4 w-11/12" />
        <Skeleton className="h-4 w-3/5" />
      </div>
    </div>
  );
}
