'use client';

import { JOURNAL } from '@friendsai/schema';
import { Composer, Conversation } from '@friendsai/ui/chat';
import { useTranslations } from '@friendsai/ui/i18n';
import { useKeys } from './use-keys.ts';

/** The channel without a person. */
export function Journal() {
  const t = useTranslations('chat');
  useKeys({ c: () => document.querySelector<HTMLElement>('[data-composer]')?.focus() });
  return (
    <main className="flex min-h-0 min-w-0 flex-1 flex-col">
      <header className="flex h-16 shrink-0 flex-col justify-center border-hairline border-b px-6">
        <h1 className="font-semibold leading-tight">{t('journalTitle')}</h1>
        <p className="truncate text-[13px] text-soft leading-tight">{t('journalAbout')}</p>
      </header>
      <Conversation contactId={JOURNAL} person={null} label={t('journalTitle')} empty={t('journalEmpty')} />
      <div className="px-4 pb-3">
        <Composer contactId={JOURNAL} placeholder={t('journalPlaceholder')} touch={false} />
      </div>
    </main>
  );
}
