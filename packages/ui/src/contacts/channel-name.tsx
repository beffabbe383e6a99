'use client';

import { type ChannelRef, type ContactId, JOURNAL } from '@friendsai/schema';
import { useTranslations } from 'use-intl';
import { trpc } from '../trpc/api.ts';

/** Whose channel it is, where only its id is known: a person's name, or the journal's. */
export function ChannelName({ contactId }: { contactId: ChannelRef }) {
  return contactId === JOURNAL ? <JournalName /> : <ContactName contactId={contactId} />;
}

function JournalName() {
  const t = useTranslations('chat');
  return t('journalTitle');
}

function ContactName({ contactId }: { contactId: ContactId }) {
  const { data } = trpc.contacts.get.useQuery({ id: contactId });
  return <bdi>{data?.name ?? '…'}</bdi>;
}
