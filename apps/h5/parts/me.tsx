'use client';

import { ConfirmWrites, HouseLinks, Preferences } from '@friendsai/ui/account';
import { Avatar, Button } from '@friendsai/ui/components';
import { useTranslations } from '@friendsai/ui/i18n';
import { trpc } from '@friendsai/ui/trpc';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { signOut } from 'next-auth/react';

const HOUSE = {
  waiting: '/me/waiting',
  reminders: '/me/reminders',
  memory: '/me/memory',
  files: '/me/files',
  data: '/me/data',
} as const;

/** The person themselves. */
export function Me() {
  const nav = useTranslations('nav');
  const auth = useTranslations('auth');
  const router = useRouter();
  const me = trpc.account.me.useQuery();
  return (
    <main className="flex flex-1 flex-col gap-8 overflow-y-auto px-5 py-6">
      <h1 className="sr-only">{nav('me')}</h1>
      <div className="flex items-center gap-4">
        <Avatar name={me.data?.name ?? ''} large />
        <div className="min-w-0">
          <p dir="auto" className="truncate font-semibold text-xl">
            {me.data?.name}
          </p>
          <p className="truncate text-soft text-sm">{me.data?.email}</p>
        </div>
      </div>
      <HouseLinks at={HOUSE} Link={Link} />
      <Preferences refresh={router.refresh} />
      <ConfirmWrites />
      <Button
        size="large"
        className="mt-auto shrink-0"
        onClick={() => void signOut({ callbackUrl: '/sign-in' })}
      >
        {auth('signOut')}
      </Button>
    </main>
  );
}
