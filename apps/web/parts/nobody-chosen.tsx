'use client';

import { EmptyState } from '@friendsai/ui/components';
import { FirstPerson, useContacts } from '@friendsai/ui/contacts';
import { useTranslations } from '@friendsai/ui/i18n';
import { useRouter } from 'next/navigation';

/** Beside the list while nobody is chosen; in the first minute, the question with which everything begins. */
export function NobodyChosen() {
  const t = useTranslations('contacts');
  const router = useRouter();
  const { contacts, isSuccess } = useContacts({ query: '', order: 'recent', archived: false });
  const nobody = isSuccess && contacts.length === 0;
  return (
    <main className="flex flex-1 items-center justify-center overflow-y-auto">
      {nobody ? (
        <FirstPerson onMade={(contact) => router.push(`/people/${contact.id}`)} />
      ) : (
        <EmptyState>{t('noneChosen')}</EmptyState>
      )}
    </main>
  );
}
