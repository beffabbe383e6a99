'use client';

import type { ContactId } from '@friendsai/schema';
import { Composer, Conversation } from '@friendsai/ui/chat';
import { Avatar, Button, EmptyState, Sheet } from '@friendsai/ui/components';
import { ContactForm, ProfileView, useArchive } from '@friendsai/ui/contacts';
import { useTranslations } from '@friendsai/ui/i18n';
import { errorOf, trpc, useErrorText } from '@friendsai/ui/trpc';
import { ChevronLeft } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { MessageActions } from './message-actions.tsx';
import { NotFound } from './not-found.tsx';

/** One person: the conversation has the whole screen; the profile comes from below. */
export function Person({ contactId }: { contactId: ContactId }) {
  const t = useTranslations('chat');
  const common = useTranslations('common');
  const words = useTranslations('contacts');
  const errorText = useErrorText();
  const archive = useArchive();
  const { data: contact, error, refetch } = trpc.contacts.get.useQuery({ id: contactId });
  const [sheet, setSheet] = useState<'none' | 'profile' | 'edit'>('none');
  if (error && !contact) {
    if (errorOf(error)?.code === 'NOT_FOUND') return <NotFound />;
    return (
      <main className="flex flex-1 items-center">
        <EmptyState action={<Button onClick={() => void refetch()}>{common('retry')}</Button>}>
          {errorText(error)}
        </EmptyState>
      </main>
    );
  }
  const name = contact?.name ?? '';
  return (
    <main className="flex min-h-0 flex-1 flex-col">
      <header className="flex h-14 shrink-0 items-center gap-1 border-hairline border-b px-2">
        <Link
          href="/people"
          aria-label={common('back')}
          className="inline-flex size-11 items-center justify-center"
        >
          <ChevronLeft className="size-6" aria-hidden />
        </Link>
        <h1 dir="auto" className="min-w-0 flex-1 truncate text-center font-semibold">
          {name}
        </h1>
        <button
          type="button"
          className="inline-flex size-11 items-center justify-center"
          onClick={() => setSheet('profile')}
        >
          <span className="sr-only">{words('profile')}</span>
          {contact && <Avatar name={name} />}
        </button>
      </header>
      <MessageActions>
        <Conversation
          contactId={contactId}
          person={name}
          label={t('label', { name })}
          empty={t('empty', { name })}
        />
      </MessageActions>
      <div className="shrink-0 px-3 pt-1 pb-[calc(8px+env(safe-area-inset-bottom))]">
        <Composer contactId={contactId} placeholder={t('placeholder', { name })} touch />
      </div>
      {contact && (
        <Sheet
          open={sheet !== 'none'}
          onOpenChange={(open) => setSheet(open ? 'profile' : 'none')}
          title={sheet === 'edit' ? words('edit') : words('profile')}
          titleHidden={sheet !== 'edit'}
        >
          {sheet === 'edit' ? (
            <ContactForm
              contact={contact}
              onSaved={() => setSheet('profile')}
              onCancel={() => setSheet('profile')}
            />
          ) : (
            <>
              <ProfileView contact={contact} onSource={() => setSheet('none')} />
              <div className="mt-6 flex gap-3">
                <Button className="h-11 flex-1" onClick={() => setSheet('edit')}>
                  {words('edit')}
                </Button>
                <Button className="h-11 flex-1" onClick={() => archive(contact)}>
                  {contact.archivedAt === null ? words('archive') : words('restore')}
                </Button>
              </div>
            </>
          )}
        </Sheet>
      )}
    </main>
  );
}
