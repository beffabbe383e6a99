'use client';

import { errorOf } from '@friendsai/api/client/error-of';
import { Birthday, type Contact, NAME_MAX_CHARS } from '@friendsai/schema';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../components/button.tsx';
import { TextAreaField, TextField } from '../components/field.tsx';
import { Failure } from '../components/states.tsx';
import { trpc } from '../trpc/api.ts';
import { useErrorText } from '../trpc/use-error-text.ts';

const LINES = ['relation', 'organization', 'title', 'location'] as const;

const given = (form: FormData, name: string): string | null => {
  const value = form.get(name);
  return typeof value === 'string' && value.trim() !== '' ? value : null;
};

type Fields = Pick<Contact, (typeof LINES)[number] | 'name' | 'note' | 'birthday'>;

/** What differs from how the form was opened: the rest may have been changed meanwhile, by the butler or another device. */
function changedIn(fields: Fields, opened: Fields | undefined): Partial<Fields> {
  const keys: readonly (keyof Fields)[] = ['name', ...LINES, 'note', 'birthday'];
  return Object.fromEntries(
    keys.filter((key) => fields[key] !== opened?.[key]).map((key) => [key, fields[key]]),
  );
}

/** What is known of a person, to be filled in: a new one, or one to change. */
export function ContactForm({
  contact,
  onSaved,
  onCancel,
}: {
  contact?: Contact;
  onSaved: (contact: Contact) => void;
  onCancel: () => void;
}) {
  const t = useTranslations('contacts');
  const common = useTranslations('common');
  const errorText = useErrorText();
  const queries = trpc.useUtils();
  const settled = {
    onSuccess: (saved: Contact) => {
      queries.contacts.get.setData({ id: saved.id }, (before) => before && { ...before, ...saved });
      void queries.contacts.get.invalidate({ id: saved.id });
      void queries.contacts.list.invalidate();
      onSaved(saved);
    },
  };
  const create = trpc.contacts.create.useMutation(settled);
  const update = trpc.contacts.update.useMutation(settled);
  const { error, isPending } = contact ? update : create;
  const [wrongBirthday, setWrongBirthday] = useState(false);
  const [opened] = useState(contact);

  function save(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const birthday = given(form, 'birthday')?.trim() ?? null;
    const wrong = birthday !== null && !Birthday.safeParse(birthday).success;
    setWrongBirthday(wrong);
    if (wrong) return;
    const fields = {
      name: given(form, 'name') ?? '',
      relation: given(form, 'relation'),
      organization: given(form, 'organization'),
      title: given(form, 'title'),
      location: given(form, 'location'),
      note: given(form, 'note'),
      birthday,
    };
    if (contact) update.mutate({ id: contact.id, ...changedIn(fields, opened) });
    else create.mutate(fields);
  }

  const issues = error ? (errorOf(error)?.issues ?? []) : [];
  const wrong = (field: string) =>
    issues.some((issue) => issue.path === field) ? errorText(error) : undefined;
  return (
    <form onSubmit={save} className="flex flex-col gap-4">
      <TextField
        label={t('name')}
        name="name"
        required
        maxLength={NAME_MAX_CHARS}
        defaultValue={contact?.name}
        autoComplete="off"
        dir="auto"
        error={wrong('name')}
      />
      {LINES.map((field) => (
        <TextField
          key={field}
          label={t(field)}
          name={field}
          maxLength={200}
          defaultValue={contact?.[field] ?? ''}
          autoComplete="off"
          dir="auto"
          placeholder={field === 'relation' ? t('relationHint') : undefined}
          error={wrong(field)}
        />
      ))}
      <TextField
        label={t('birthday')}
        name="birthday"
        maxLength={10}
        defaultValue={contact?.birthday ?? ''}
        autoComplete="off"
        hint={t('birthdayHint')}
        error={wrongBirthday ? t('birthdayHint') : wrong('birthday')}
      />
      <TextAreaField
        label={t('note')}
        name="note"
        maxLength={10_000}
        defaultValue={contact?.note ?? ''}
        dir="auto"
        error={wrong('note')}
      />
      {error && issues.length === 0 && <Failure>{errorText(error)}</Failure>}
      <div className="flex justify-end gap-2 pt-2">
        <Button kind="quiet" onClick={onCancel}>
          {common('cancel')}
        </Button>
        <Button type="submit" kind="primary" disabled={isPending}>
          {common('save')}
        </Button>
      </div>
    </form>
  );
}
