'use client';

import { AuthForm, Farewell } from '@friendsai/ui/account';
import { Mark } from '@friendsai/ui/components';
import { useTranslations } from '@friendsai/ui/i18n';
import Link from 'next/link';
import { useRouter } from 'next/navigation';

/** The door: signing in or up, beside what the house promises. */
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
    <div className="grid min-h-dvh lg:grid-cols-[1fr_1.1fr]">
      <aside className="hidden flex-col justify-between border-hairline border-r bg-surface p-12 lg:flex">
        <div className="flex items-center gap-3 font-semibold text-lg">
          <Mark className="size-8" />
          {app('name')}
        </div>
        <p className="max-w-md text-balance font-semibold text-4xl leading-snug [word-break:keep-all]">
          {app('promise')}
        </p>
        <span />
      </aside>
      <main className="flex items-center justify-center px-6 py-12">
        <div className="w-full max-w-sm">
          <Mark className="mb-6 size-10 lg:hidden" />
          {!isNew && <Farewell />}
          <h1 className="mb-6 font-semibold text-2xl">{isNew ? t('signUpTitle') : t('signInTitle')}</h1>
          <AuthForm
            mode={mode}
            apiUrl={apiUrl}
            providers={providers}
            onDone={() => router.replace('/people')}
          />
          <p className="mt-6 text-sm text-soft">
            {isNew ? t('haveAccount') : t('noAccount')}{' '}
            <Link href={isNew ? '/sign-in' : '/sign-up'} className="text-accent underline underline-offset-4">
              {isNew ? t('signIn') : t('signUp')}
            </Link>
          </p>
        </div>
      </main>
    </div>
  );
}
