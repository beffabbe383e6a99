'use client';

import type { ContactId, ContactProfile } from '@friendsai/schema';
import { Composer, Conversation } from '@friendsai/ui/chat';
import { Avatar, Button, Dialog, EmptyState, Skeleton } from '@friendsai/ui/components';
import { ContactForm, ProfileView, useArchive } from '@friendsai/ui/contacts';
import { useTranslations } from '@friendsai/ui/i18n';
import { errorOf, trpc, useErrorText } from '@friendsai/ui/trpc';
import { Archive, ArchiveRestore, ChevronLeft, PanelRight, Pencil, X } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { NotFound } from './not-found.tsx';

/** One person: the conversation in the middle, the profile at its side when it is wanted. */
export function Person({ contactId }: { contactId: ContactId }) {
  const t = useTranslations('chat');
  const common = useTranslations('common');
  const words = useTranslations('contacts');
  const errorText = useErrorText();
  const { data: contact, error, refetch } = trpc.contacts.get.useQuery({ id: contactId });
  const [profileOpen, setProfileOpen] = useState(false);
  if (error && !contact) {
    if (errorOf(error)?.code === 'NOT_FOUND') return <NotFound />;
    return (
      <main className="flex flex-1 items-center justify-center">
        <EmptyState action={<Button onClick={() => void refetch()}>{common('retry')}</Button>}>
          {errorText(error)}
        </EmptyState>
      </main>
    );
  }
  const name = contact?.name ?? '';
  return (
    <>
      <main className="flex min-h-0 min-w-0 flex-1 flex-col">
        <header className="flex h-16 shrink-0 items-center gap-3 border-hairline border-b px-4">
          <Link href="/people" aria-label={common('back')} className="-ml-2 p-2 sm:hidden">
            <ChevronLeft className="size-5" aria-hidden />
          </Link>
          {contact ? <Avatar name={name} /> : <Skeleton className="size-10 rounded-full" />}
          <div className="min-w-0 flex-1">
            <h1 dir="auto" className="truncate font-semibold leading-tight">
              {name}
            </h1>
            {contact?.relation && (
              <p dir="auto" className="truncate text-[13px] text-soft leading-tight">
                {contact.relation}
              </p>
            )}
          </div>
          <Button
            kind="quiet"
            size="icon"
            aria-label={words('profile')}
            title={words('profile')}
            aria-expanded={profileOpen}
            onClick={() => setProfileOpen(!profileOpen)}
          >
            <PanelRight className="size-5" aria-hidden />
          </Button>
        </header>
        <Conversation
          contactId={contactId}
          person={name}
          label={t('label', { name })}
          empty={t('empty', { name })}
        />
        <div className="px-4 pb-3">
          <Composer contactId={contactId} placeholder={t('placeholder', { name })} touch={false} />
        </div>
      </main>
      {profileOpen && contact && <ProfilePanel contact={contact} onClose={() => setProfileOpen(false)} />}
    </>
  );
}

/** On a narrow screen the panel lies over the conversation. */
const coversAll = () => matchMedia('(width < 40rem)').matches;

function ProfilePanel({ contact, onClose }: { contact: ContactProfile; onClose: () => void }) {
  const t = useTranslations('contacts');
  const common = useTranslations('common');
  const archive = useArchive();
  const [editing, setEditing] = useState(false);
  const isArchived = contact.archivedAt !== null;
  return (
    <aside
      aria-label={t('fields', { name: contact.name })}
      className="absolute inset-0 z-20 flex shrink-0 animate-[rise_160ms_ease-out] flex-col border-hairline border-l bg-surface sm:static sm:w-80"
    >
      <header className="flex h-16 shrink-0 items-center justify-between border-hairline border-b px-4">
        <h2 className="font-medium text-sm">{t('profile')}</h2>
        <Button kind="quiet" size="icon" aria-label={common('close')} onClick={onClose} className="-mr-2">
          <X className="size-5" aria-hidden />
        </Button>
      </header>
      <div className="flex-1 overflow-y-auto p-5">
        <ProfileView contact={contact} onSource={() => coversAll() && onClose()} />
      </div>
      <footer className="flex gap-2 border-hairline border-t p-4">
        <Button className="flex-1" onClick={() => setEditing(true)}>
          <Pencil className="size-4" aria-hidden />
          {t('edit')}
        </Button>
        <Button className="flex-1" onClick={() => archive(contact)}>
          {isArchived ? (
            <ArchiveRestore className="size-4" aria-hidden />
          ) : (
            <Archive className="size-4" aria-hidden />
          )}
          {isArchived ? t('restore') : t('archive')}
        </Button>
      </footer>
      <Dialog open={editing} onOpenChange={setEditing} title={t('edit')}>
        <ContactForm contact={contact} onSaved={() => setEditing(false)} onCancel={() => setEditing(false)} />
      </Dialog>
    </aside>
  );
}
