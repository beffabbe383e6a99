'use client';

import type { Contact, ContactListItem } from '@friendsai/schema';
import { Button, classes, Dialog, EmptyState, Segments } from '@friendsai/ui/components';
import {
  ContactForm,
  ContactLine,
  ContactLinesComing,
  useArchive,
  useContacts,
} from '@friendsai/ui/contacts';
import { useTranslations } from '@friendsai/ui/i18n';
import { useErrorText } from '@friendsai/ui/trpc';
import { Archive, Plus, Search } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { useKeys } from './use-keys.ts';

/** Everybody the tenant knows: to look through, to search, to add to. */
export function PeopleList({ chosen }: { chosen: string | null }) {
  const t = useTranslations('contacts');
  const common = useTranslations('common');
  const errorText = useErrorText();
  const router = useRouter();
  const search = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState('');
  const [order, setOrder] = useState<'recent' | 'name'>('recent');
  const [archived, setArchived] = useState(false);
  const [adding, setAdding] = useState(false);
  const archive = useArchive();
  const { contacts, isPending, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useContacts(
    {
      query,
      order,
      archived,
    },
  );

  const open = (contact: Contact | undefined) => contact && router.push(`/people/${contact.id}`);
  const index = contacts.findIndex((contact) => contact.id === chosen);
  useKeys({
    '/': () => search.current?.focus(),
    j: () => open(contacts[index + 1]),
    k: () => open(contacts[Math.max(index - 1, 0)]),
    c: () => document.querySelector<HTMLElement>('[data-composer]')?.focus(),
    e: () => {
      const contact = contacts[index];
      if (contact) archive(contact);
    },
  });

  return (
    <>
      <header className="flex flex-col gap-3 px-4 pt-4 pb-3">
        <div className="flex items-center gap-2">
          <label className="flex h-10 min-w-0 flex-1 items-center gap-2 rounded-[10px] border border-hairline bg-surface px-3 focus-within:border-accent">
            <Search className="size-4 shrink-0 text-soft" aria-hidden />
            <input
              ref={search}
              type="search"
              value={query}
              onChange={(event) => setQuery(event.target.value)}
              onKeyDown={(event) => {
                if (event.key === 'Enter') open(contacts[0]);
                if (event.key === 'Escape') event.currentTarget.blur();
              }}
              aria-label={t('search')}
              placeholder={t('search')}
              maxLength={200}
              className="min-w-0 flex-1 bg-transparent text-sm outline-none placeholder:text-soft"
            />
          </label>
          <Button
            kind="primary"
            size="icon"
            aria-label={t('add')}
            title={t('add')}
            onClick={() => setAdding(true)}
          >
            <Plus className="size-5" aria-hidden />
          </Button>
        </div>
        <div className="flex items-center justify-between">
          <Segments
            label={t('byName')}
            value={order}
            onChange={setOrder}
            options={[
              { value: 'recent', label: t('recent') },
              { value: 'name', label: t('byName') },
            ]}
          />
          <Button
            kind="quiet"
            size="icon"
            aria-pressed={archived}
            aria-label={archived ? t('showCurrent') : t('showArchived')}
            title={archived ? t('showCurrent') : t('showArchived')}
            onClick={() => setArchived(!archived)}
            className={archived ? 'bg-wait-soft text-wait' : 'text-soft'}
          >
            <Archive className="size-4" aria-hidden />
          </Button>
        </div>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto px-2 pb-4">
        {isPending && <ContactLinesComing />}
        {error && contacts.length === 0 && (
          <EmptyState action={<Button onClick={() => void refetch()}>{common('retry')}</Button>}>
            {t('loadFailed')} {errorText(error)}
          </EmptyState>
        )}
        {!isPending && !error && contacts.length === 0 && (
          <EmptyState>
            {query.trim() !== ''
              ? t('noMatch', { query: query.trim() })
              : archived
                ? t('emptyArchive')
                : t('empty')}
          </EmptyState>
        )}
        <ul aria-label={archived ? t('showArchived') : t('search')}>
          {contacts.map((contact) => (
            <li key={contact.id}>
              <Row contact={contact} here={contact.id === chosen} />
            </li>
          ))}
        </ul>
        {hasNextPage && (
          <Button
            kind="quiet"
            className="w-full"
            disabled={isFetchingNextPage}
            onClick={() => void fetchNextPage()}
          >
            {t('loadMore')}
          </Button>
        )}
      </div>
      <Dialog open={adding} onOpenChange={setAdding} title={t('add')}>
        <ContactForm
          onCancel={() => setAdding(false)}
          onSaved={(contact) => {
            setAdding(false);
            open(contact);
          }}
        />
      </Dialog>
    </>
  );
}

function Row({ contact, here }: { contact: ContactListItem; here: boolean }) {
  return (
    <Link
      href={`/people/${contact.id}`}
      aria-current={here ? 'page' : undefined}
      className={classes(
        'flex items-center gap-3 rounded-card px-2 py-2.5 transition-colors duration-150',
        here ? 'bg-accent-soft' : 'hover:bg-surface',
      )}
    >
      {/* What is open is being read: its count does not flash up with each answer. */}
      <ContactLine contact={here ? { ...contact, unreadCount: 0 } : contact} />
    </Link>
  );
}
