'use client';

import { type Contact, NAME_MAX_CHARS } from '@friendsai/schema';
import { useTranslations } from 'use-intl';
import { Button } from '../components/button.tsx';
import { TextField } from '../components/field.tsx';
import { Failure } from '../components/states.tsx';
import { trpc } from '../trpc/api.ts';
import { useErrorText } from '../trpc/use-error-text.ts';

/** The first minute: one name, and the conversation begins. */
export function FirstPerson({ onMade }: { onMade: (contact: Contact) => void }) {
  const t = useTranslations('first');
  const errorText = useErrorText();
  const queries = trpc.useUtils();
  const create = trpc.contacts.create.useMutation({
    onSuccess: (contact) => {
      void queries.contacts.list.invalidate();
      onMade(contact);
    },
  });
  return (
    <form
      className="mx-auto flex w-full max-w-sm flex-col gap-5 px-6 py-16"
      onSubmit={(event) => {
        event.preventDefault();
        const name = new FormData(event.currentTarget).get('name');
        if (typeof name === 'string') create.mutate({ name });
      }}
    >
      <div>
        <h1 className="font-semibold text-2xl">{t('title')}</h1>
        <p className="mt-2 text-soft">{t('hint')}</p>
      </div>
      <TextField
        label={t('placeholder')}
        name="name"
        required
        maxLength={NAME_MAX_CHARS}
        autoComplete="off"
        dir="auto"
      />
      {create.error && <Failure>{errorText(create.error)}</Failure>}
      <Button type="submit" kind="primary" size="large" disabled={create.isPending}>
        {t('go')}
      </Button>
    </form>
  );
}
