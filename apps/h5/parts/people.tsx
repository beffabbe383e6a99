'use client';

import type { Contact } from '@friendsai/schema';
import { Button, EmptyState, Segments, Sheet } from '@friendsai/ui/components';
import { ContactForm, ContactLinesComing, FirstPerson, useContacts } from '@friendsai/ui/contacts';
import { useTranslations } from '@friendsai/ui/i18n';
import { useErrorText } from '@friendsai/ui/trpc';
import { Plus, Search } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { LetterIndex } from './letter-index.tsx';
import { PersonRow } from './person-row.tsx';
import { usePullToRefresh } from './use-pull-to-refresh.ts';

/** Everybody the tenant knows, on a phone: by who was talked about last, or from A to Z. */
export function People() {
  const t = useTranslations('contacts');
  const nav = useTranslations('nav');
  const common = useTranslations('common');
  const errorText = useErrorText();
  const router = useRouter();
  const pane = useRef<HTMLDivElement>(null);
  const [query, setQuery] = useState('');
  const [order, setOrder] = useState<'recent' | 'name'>('recent');
  const [archived, setArchived] = useState(false);
  const [adding, setAdding] = useState(false);
  const list = useContacts({ query, order, archived });
  const { contacts, isPending, isSuccess, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    list;
  const pulling = usePullToRefresh(pane, refetch);
  const open = (contact: Contact) => router.push(`/people/${contact.id}`);

  if (isSuccess && contacts.length === 0 && query.trim() === '' && !archived) {
    return (
      <main className="flex flex-1 flex-col justify-center overflow-y-auto">
        <FirstPerson onMade={open} />
        <Button kind="link" className="mb-6 min-h-11 self-center" onClick={() => setArchived(true)}>
          {t('showArchived')}
        </Button>
      </main>
    );
  }
  return (
    <main className="relative flex min-h-0 flex-1 flex-col">
      <header className="shrink-0 px-4 pt-3 pb-2">
        <div className="flex items-center justify-between">
          <h1 className="font-semibold text-2xl">{archived ? t('showArchived') : nav('people')}</h1>
          <Button
            kind="primary"
            size="touch"
            aria-label={t('add')}
            className="rounded-full"
            onClick={() => setAdding(true)}
          >
            <Plus className="size-6" aria-hidden />
          </Button>
        </div>
        <label className="mt-3 flex h-11 items-center gap-2 rounded-[12px] bg-surface px-3 ring-1 ring-hairline focus-within:ring-accent">
          <Search className="size-4 shrink-0 text-soft" aria-hidden />
          <input
            type="search"
            value={query}
            onChange={(event) => setQuery(event.target.value)}
            aria-label={t('search')}
            placeholder={t('search')}
            enterKeyHint="search"
            maxLength={200}
            className="min-w-0 flex-1 bg-transparent text-base outline-none placeholder:text-soft"
          />
        </label>
        <div className="mt-2 flex items-center justify-between">
          <Segments
            label={t('byName')}
            value={order}
            onChange={setOrder}
            options={[
              { value: 'recent', label: t('recent') },
              { value: 'name', label: t('byName') },
            ]}
          />
          <Button kind="link" className="min-h-11 text-[13px]" onClick={() => setArchived(!archived)}>
            {archived ? t('showCurrent') : t('showArchived')}
          </Button>
        </div>
      </header>
      <div ref={pane} className="min-h-0 flex-1 overflow-y-auto overscroll-contain pb-4">
        {pulling > 0 && (
          <p
            aria-live="polite"
            className="flex items-end justify-center overflow-hidden text-[13px] text-soft"
            style={{ height: pulling }}
          >
            {common('loading')}
          </p>
        )}
        {isPending && <ContactLinesComing />}
        {error && contacts.length === 0 && (
          <EmptyState action={<Button onClick={() => void refetch()}>{common('retry')}</Button>}>
            {t('loadFailed')} {errorText(error)}
          </EmptyState>
        )}
        {isSuccess && contacts.length === 0 && (
          <EmptyState>
            {query.trim() === '' ? t('emptyArchive') : t('noMatch', { query: query.trim() })}
          </EmptyState>
        )}
        <ul className={order === 'name' ? 'pr-5' : undefined}>
          {contacts.map((contact, index) => {
            const heads = order === 'name' && contacts[index - 1]?.indexLetter !== contact.indexLetter;
            return (
              <li key={contact.id}>
                {heads && (
                  <h2 data-letter={contact.indexLetter} className="bg-paper px-4 py-1 text-[13px] text-soft">
                    {contact.indexLetter}
                  </h2>
                )}
                <PersonRow contact={contact} />
              </li>
            );
          })}
        </ul>
        {hasNextPage && (
          <Button
            kind="quiet"
            className="min-h-11 w-full"
            disabled={isFetchingNextPage}
            onClick={() => void fetchNextPage()}
          >
            {t('loadMore')}
          </Button>
        )}
      </div>
      {order === 'name' && (
        <LetterIndex pane={pane} letters={[...new Set(contacts.map((contact) => contact.indexLetter))]} />
      )}
      <Sheet open={adding} onOpenChange={setAdding} title={t('add')}>
        <ContactForm
          onCancel={() => setAdding(false)}
          onSaved={(contact) => {
            setAdding(false);
            open(contact);
          }}
        />
      </Sheet>
    </main>
  );
}
