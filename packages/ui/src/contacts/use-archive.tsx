'use client';

import type { Contact } from '@friendsai/schema';
import { toast } from 'sonner';
import { useTranslations } from 'use-intl';
import { trpc } from '../trpc/api.ts';
import { useErrorText } from '../trpc/use-error-text.ts';

/** Archives a contact, with the way back in the toast; or brings one back. */
export function useArchive(): (contact: Contact) => void {
  const t = useTranslations('contacts');
  const common = useTranslations('common');
  const errorText = useErrorText();
  const queries = trpc.useUtils();
  const { mutate } = trpc.contacts.archive.useMutation({
    onSuccess: (contact) => {
      queries.contacts.get.setData({ id: contact.id }, (before) => before && { ...before, ...contact });
      void queries.contacts.list.invalidate();
      if (contact.archivedAt === null) return;
      toast(t('archived', { name: contact.name }), {
        action: { label: common('undo'), onClick: () => mutate({ id: contact.id, archived: false }) },
      });
    },
    onError: (error) => toast.error(errorText(error)),
  });
  return (contact) => mutate({ id: contact.id, archived: contact.archivedAt === null });
}
