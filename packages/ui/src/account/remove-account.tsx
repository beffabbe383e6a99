'use client';

import { errorOf } from '@friendsai/api/client/error-of';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../components/button.tsx';
import { TextField } from '../components/field.tsx';
import { Failure, Skeleton } from '../components/states.tsx';
import { trpc } from '../trpc/api.ts';
import { useErrorText } from '../trpc/use-error-text.ts';
import { forgetDevice } from './removed.tsx';

const WHAT_GOES = ['people', 'words', 'memory', 'access'] as const;

const textOf = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
};

/** Removes the account for good. Says what goes before anything can be typed. @param onRemoved ends the session here. */
export function RemoveAccount({ onRemoved }: { onRemoved: () => void }) {
  const t = useTranslations('removal');
  const errorText = useErrorText();
  const me = trpc.account.me.useQuery();
  const [meant, setMeant] = useState(false);
  const remove = trpc.account.remove.useMutation({
    onSuccess: () => {
      if (me.data) forgetDevice(me.data.userId);
      onRemoved();
    },
  });
  if (!me.data) return <Skeleton className="h-32 w-full" />;
  const { hasPassword, email } = me.data;
  // A wrong email is seen here, and says so beside the email; whether the password is right only the server knows.
  const wrong =
    remove.error && errorOf(remove.error)?.code === 'CONFIRMATION_WRONG'
      ? errorText(remove.error)
      : undefined;
  const wrongEmail = wrong && remove.variables?.email.trim().toLowerCase() !== email ? wrong : undefined;
  const busy = remove.isPending || remove.isSuccess;
  return (
    <section className="flex flex-col gap-4">
      <h2 className="font-semibold text-lg">{t('title')}</h2>
      <div className="text-sm">
        <p>{t('lead')}</p>
        <ul className="mt-2 list-disc space-y-1 pl-5">
          {WHAT_GOES.map((what) => (
            <li key={what}>{t(what)}</li>
          ))}
        </ul>
        <p className="mt-3 text-soft">{t('forGood')}</p>
      </div>
      {meant ? (
        <form
          className="flex animate-[rise_160ms_ease-out] flex-col gap-4 border-loss border-l-2 py-1 pl-4"
          onSubmit={(event: FormEvent<HTMLFormElement>) => {
            event.preventDefault();
            const form = new FormData(event.currentTarget);
            const password = textOf(form, 'password');
            remove.mutate({ email: textOf(form, 'email'), ...(hasPassword ? { password } : {}) });
          }}
        >
          <TextField
            label={t('email')}
            hint={email}
            name="email"
            type="email"
            required
            autoFocus
            maxLength={320}
            // It is typed, so that it is meant.
            autoComplete="off"
            error={wrongEmail}
          />
          {hasPassword && (
            <TextField
              label={t('password')}
              name="password"
              type="password"
              required
              maxLength={200}
              autoComplete="current-password"
              error={wrongEmail ? undefined : wrong}
            />
          )}
          {remove.error && !wrong && <Failure>{errorText(remove.error)}</Failure>}
          {wrong && !wrongEmail && !hasPassword && <Failure>{wrong}</Failure>}
          <div className="flex flex-wrap gap-2">
            <Button className="h-11" disabled={busy} onClick={() => setMeant(false)}>
              {t('cancel')}
            </Button>
            <Button
              type="submit"
              className="h-11 border border-loss bg-loss-soft text-loss hover:opacity-90"
              kind="loss"
              disabled={busy}
            >
              {busy ? t('working') : t('act')}
            </Button>
          </div>
        </form>
      ) : (
        <Button kind="loss" className="-ml-3 h-11 self-start px-3" onClick={() => setMeant(true)}>
          {t('begin')}
        </Button>
      )}
    </section>
  );
}
