'use client';

import type { MemoryLine } from '@friendsai/schema';
import { Plus, Search } from 'lucide-react';
import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { Button } from '../components/button.tsx';
import { classes } from '../components/classes.ts';
import { LinesComing } from '../components/lines-coming.tsx';
import type { LinkComponent } from '../components/link.ts';
import { EmptyState } from '../components/states.tsx';
import { timeLabel } from '../i18n/dates.ts';
import { useErrorText } from '../trpc/use-error-text.ts';
import { cutAtWords, plainLine } from './excerpt.ts';
import { useMemories } from './use-memories.ts';

/** All that the butler keeps in its memory: to look through, to search. @param base the address that the entries stand under. */
export function MemoryList({
  base,
  here,
  Link,
}: {
  base: string;
  /** The entry that is open beside the list. */
  here: string | null;
  Link: LinkComponent;
}) {
  const t = useTranslations('memory');
  const common = useTranslations('common');
  const errorText = useErrorText();
  const [typed, setTyped] = useState('');
  const { memories, asked, error, isPending, isStale, refetch } = useMemories(typed);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex items-center gap-2 px-4 pt-3 pb-3">
        <label className="flex h-11 min-w-0 flex-1 items-center gap-2 rounded-[10px] border border-hairline bg-surface px-3 focus-within:border-accent sm:h-10">
          <Search className="size-4 shrink-0 text-soft" aria-hidden />
          <input
            type="search"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            aria-label={t('search')}
            placeholder={t('search')}
            enterKeyHint="search"
            maxLength={200}
            className="min-w-0 flex-1 bg-transparent text-base outline-none placeholder:text-soft sm:text-sm [&::-webkit-search-cancel-button]:grayscale"
          />
        </label>
        <Link
          href={`${base}/new`}
          className="inline-flex size-11 shrink-0 items-center justify-center rounded-[10px] bg-accent text-accent-ink hover:opacity-90 sm:size-10"
        >
          <Plus className="size-5" aria-hidden />
          <span className="sr-only">{t('add')}</span>
        </Link>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-2 pb-4" aria-busy={isStale}>
        {isPending && (
          <div className="px-2">
            <LinesComing />
          </div>
        )}
        {error && memories.length === 0 && (
          <EmptyState action={<Button onClick={() => void refetch()}>{common('retry')}</Button>}>
            {t('loadFailed')} {errorText(error)}
          </EmptyState>
        )}
        {!isPending && !error && memories.length === 0 && (
          <EmptyState>{asked === '' ? t('empty') : t('noMatch', { query: asked })}</EmptyState>
        )}
        <ul aria-label={t('title')}>
          {memories.map((memory) => (
            <li key={memory.id} className="border-hairline border-b last:border-b-0">
              <Link
                href={`${base}/${memory.id}`}
                aria-current={memory.id === here ? 'page' : undefined}
                className={classes(
                  'my-1 block rounded-card px-2 py-2.5 transition-colors duration-150',
                  memory.id === here ? 'bg-accent-soft' : 'hover:bg-surface active:bg-surface',
                )}
              >
                <Line memory={memory} query={asked} />
              </Link>
            </li>
          ))}
        </ul>
        <p role="status" className="sr-only">
          {asked !== '' && !isStale && !isPending && t('matches', { count: memories.length })}
        </p>
      </div>
    </div>
  );
}

function Line({ memory, query }: { memory: MemoryLine; query: string }) {
  const t = useTranslations('memory');
  const locale = useLocale();
  const excerpt = plainLine(memory.excerpt);
  return (
    <>
      <span className="flex items-baseline justify-between gap-3">
        <span dir="auto" className="truncate font-medium">
          <Found text={memory.name} query={query} />
        </span>
        <time dateTime={memory.updatedAt} className="shrink-0 text-[12px] text-soft">
          {timeLabel(new Date(memory.updatedAt), new Date(), locale)}
        </time>
      </span>
      <span dir="auto" className="line-clamp-2 text-[13px] text-soft [overflow-wrap:anywhere]">
        {excerpt === '' ? t('noText') : <Found text={excerpt} query={query} />}
      </span>
    </>
  );
}

/** A text in which the words that were looked for stand out. */
function Found({ text, query }: { text: string; query: string }) {
  return cutAtWords(text, query).map((part, index) =>
    index % 2 === 1 ? (
      <mark key={index} className="rounded-[3px] bg-wait-soft text-ink">
        {part}
      </mark>
    ) : (
      part
    ),
  );
}
