'use client';

import { toast } from 'sonner';
import { useLocale, useTranslations } from 'use-intl';
import { dayWords } from '../i18n/dates.ts';
import { trpc } from '../trpc/api.ts';
import { useErrorText } from '../trpc/use-error-text.ts';

/** What can be done with a reminder; each says what it did. */
export function useReminderActs() {
  const t = useTranslations('reminders');
  const common = useTranslations('common');
  const locale = useLocale();
  const errorText = useErrorText();
  const queries = trpc.useUtils();
  const settled = {
    onError: (error: unknown) => toast.error(errorText(error)),
    onSettled: () => {
      void queries.reminders.list.invalidate();
      void queries.contacts.timeline.invalidate();
    },
  };
  // What is put on a day, be it the one that it had, is to be done again.
  const reopen = trpc.reminders.snooze.useMutation(settled);
  return {
    complete: trpc.reminders.complete.useMutation({
      ...settled,
      onSuccess: ({ id, text, on }) =>
        toast(t('completed', { text }), {
          action: { label: common('undo'), onClick: () => reopen.mutate({ id, on }) },
        }),
    }),
    snooze: trpc.reminders.snooze.useMutation({
      ...settled,
      onSuccess: ({ on }) => toast(t('moved', { when: dayWords(on, new Date(), locale) })),
    }),
    remove: trpc.reminders.remove.useMutation(settled),
  };
}
