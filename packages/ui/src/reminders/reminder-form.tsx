'use client';

import { type ContactId, REMINDER_MAX_CHARS } from '@friendsai/schema';
import { useTranslations } from 'use-intl';
import { Button } from '../components/button.tsx';
import { TextField } from '../components/field.tsx';
import { Failure } from '../components/states.tsx';
import { trpc } from '../trpc/api.ts';
import { useErrorText } from '../trpc/use-error-text.ts';
import { dayOf, plusDays } from './days.ts';

/** A new reminder, of a person or of nobody. */
export function ReminderForm({
  contactId,
  onSaved,
  onCancel,
}: {
  contactId: ContactId | null;
  onSaved: () => void;
  onCancel: () => void;
}) {
  const t = useTranslations('reminders');
  const common = useTranslations('common');
  const errorText = useErrorText();
  const queries = trpc.useUtils();
  const create = trpc.reminders.create.useMutation({
    onSuccess: () => {
      void queries.reminders.list.invalidate();
      void queries.contacts.timeline.invalidate();
      onSaved();
    },
  });
  const today = dayOf(new Date());
  return (
    <form
      className="flex animate-[rise_160ms_ease-out] flex-col gap-3 border-accent border-l-2 py-1 pl-4"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        const [text, on] = [form.get('text'), form.get('on')];
        if (typeof text === 'string' && typeof on === 'string') create.mutate({ contactId, text, on });
      }}
    >
      <TextField
        label={t('text')}
        name="text"
        required
        autoFocus
        maxLength={REMINDER_MAX_CHARS}
        autoComplete="off"
        dir="auto"
      />
      <TextField
        label={t('on')}
        name="on"
        type="date"
        required
        min={today}
        defaultValue={plusDays(today, 1)}
      />
      {create.error && <Failure>{errorText(create.error)}</Failure>}
      <div className="flex justify-end gap-2">
        <Button kind="quiet" className="h-11 sm:h-9" onClick={onCancel}>
          {common('cancel')}
        </Button>
        <Button type="submit" kind="primary" className="h-11 sm:h-9" disabled={create.isPending}>
          {common('save')}
        </Button>
      </div>
    </form>
  );
}
