'use client';

import { errorOf } from '@friendsai/api/client/error-of';
import { ERRORS, type ErrorCode, NAME_MAX_CHARS } from '@friendsai/schema';
import { signIn } from 'next-auth/react';
import { type FormEvent, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { Button } from '../components/button.tsx';
import { TextField } from '../components/field.tsx';
import { Failure } from '../components/states.tsx';
import { createApi } from '../trpc/api.ts';

const isErrorCode = (code: string): code is ErrorCode => code in ERRORS;

const textOf = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
};

/**
 * Signing in, or opening an account and signing in at once.
 *
 * @param providers OAuth providers that this installation has keys for. @param onDone is called when the session is there.
 */
export function AuthForm({
  mode,
  apiUrl,
  providers,
  onDone,
}: {
  mode: 'sign-in' | 'sign-up';
  apiUrl: string;
  providers: readonly { id: string; name: string }[];
  onDone: () => void;
}) {
  const t = useTranslations('auth');
  const errors = useTranslations('errors');
  const locale = useLocale();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const [wrongField, setWrongField] = useState<string | null>(null);
  const isNew = mode === 'sign-up';

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [email, password, name] = [textOf(form, 'email'), textOf(form, 'password'), textOf(form, 'name')];
    setBusy(true);
    setFault(null);
    setWrongField(null);
    try {
      if (isNew) await createApi(apiUrl).account.register.mutate({ email, password, name, locale });
      const result = await signIn('credentials', { email, password, redirect: false });
      if (result?.ok) return onDone();
      const code = result?.error ?? '';
      setFault(isErrorCode(code) ? errors(code) : t('unreachable'));
    } catch (error) {
      const shape = errorOf(error);
      setWrongField(shape?.issues?.[0]?.path ?? null);
      setFault(shape ? errors(shape.code) : t('unreachable'));
    }
    setBusy(false);
  }

  const wrong = (field: string) => (wrongField === field ? (fault ?? undefined) : undefined);
  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      {isNew && (
        <TextField
          label={t('name')}
          name="name"
          required
          maxLength={NAME_MAX_CHARS}
          autoComplete="name"
          dir="auto"
          error={wrong('name')}
        />
      )}
      <TextField
        label={t('email')}
        name="email"
        type="email"
        required
        maxLength={254}
        autoComplete="email"
        error={wrong('email')}
      />
      <TextField
        label={t('password')}
        name="password"
        type="password"
        required
        minLength={isNew ? 10 : 1}
        maxLength={200}
        autoComplete={isNew ? 'new-password' : 'current-password'}
        hint={isNew ? t('passwordHint') : undefined}
        error={wrong('password')}
      />
      {fault !== null && wrongField === null && <Failure>{fault}</Failure>}
      <Button type="submit" kind="primary" size="large" disabled={busy}>
        {busy ? t('working') : isNew ? t('signUp') : t('signIn')}
      </Button>
      {providers.map((provider) => (
        <Button key={provider.id} size="large" onClick={() => void signIn(provider.id)}>
          {t('with', { provider: provider.name })}
        </Button>
      ))}
    </form>
  );
}
