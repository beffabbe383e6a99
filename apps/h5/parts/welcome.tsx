'use client';

import { AuthForm, Farewell } from '@friendsai/ui/account';
import { Mark } from '@friendsai/ui/components';
import { useTranslations } from '@friendsai/ui/i18n';
import Link from 'next/link';
import { useRouter } from 'next/navigation';

/** The door on a phone: the promise above, the form within the thumb's reach. */
export function Welcome({
  mode,
  apiUrl,
  providers,
}: {
  mode: 'sign-in' | 'sign-up';
  apiUrl: string;
  providers: readonly { id: string; name: string }[];
}) {
  const t = useTranslations('auth');
  const app = useTranslations('app');
  const router = useRouter();
  const isNew = mode === 'sign-up';
  return (
    <main className="flex min-h-dvh flex-col justify-between gap-10 px-6 pt-[calc(56px+env(safe-area-inset-top))] pb-[calc(24px+env(safe-area-inset-bottom))]">
      <div>
        <Mark className="size-12" />
        <h1 className="mt-6 font-semibold text-3xl">{isNew ? t('signUpTitle') : t('signInTitle')}</h1>
        <p className="mt-3 text-soft [word-break:keep-all]">{app('promise')}</p>
      </div>
      <div>
        {!isNew && <Farewell />}
        <AuthForm
          mode={mode}
          apiUrl={apiUrl}
          providers={providers}
          onDone={() => router.replace('/people')}
        />
        <p className="mt-4 text-center text-soft text-sm">
          {isNew ? t('haveAccount') : t('noAccount')}
          <Link
            href={isNew ? '/sign-in' : '/sign-up'}
            className="inline-flex min-h-11 items-center px-2 text-accent underline underline-offset-4"
          >
            {isNew ? t('signIn') : t('signUp')}
          </Link>
        </p>
      </div>
    </main>
  );
}
