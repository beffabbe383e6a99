'use client';

import { ConfirmWrites, HouseLinks, Preferences } from '@friendsai/ui/account';
import { Button } from '@friendsai/ui/components';
import { useTranslations } from '@friendsai/ui/i18n';
import { trpc } from '@friendsai/ui/trpc';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { signOut } from 'next-auth/react';
import { Tokens } from './tokens.tsx';

const HOUSE = {
  waiting: '/waiting',
  reminders: '/reminders',
  memory: '/settings/memory',
  files: '/settings/files',
  data: '/settings/data',
} as const;

/** What a person sets for themselves. */
export function SettingsPage() {
  const t = useTranslations('settings');
  const auth = useTranslations('auth');
  const router = useRouter();
  const me = trpc.account.me.useQuery();
  return (
    <main className="flex-1 overflow-y-auto">
      <div className="mx-auto flex max-w-xl flex-col gap-10 px-6 py-10">
        <h1 className="font-semibold text-2xl">{t('title')}</h1>
        <HouseLinks at={HOUSE} Link={Link} />
        <section className="flex flex-col gap-5">
          <h2 className="font-medium text-soft text-sm">{t('account')}</h2>
          <Preferences refresh={router.refresh} />
          <ConfirmWrites />
        </section>
        <Tokens />
        <section className="flex flex-wrap items-center justify-between gap-3 border-hairline border-t pt-6">
          <p className="min-w-0 break-all text-soft text-sm">
            {me.data && t('signedInAs', { email: me.data.email })}
          </p>
          <Button onClick={() => void signOut({ callbackUrl: '/sign-in' })}>{auth('signOut')}</Button>
        </section>
      </div>
    </main>
  );
}
