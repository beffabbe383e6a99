'use client';

import { JOURNAL } from '@friendsai/schema';
import { Composer, Conversation } from '@friendsai/ui/chat';
import { useTranslations } from '@friendsai/ui/i18n';
import { MessageActions } from './message-actions.tsx';

/** The journal, which on a phone is talking to the butler. */
export function ButlerPage() {
  const t = useTranslations('chat');
  const nav = useTranslations('nav');
  return (
    <main className="flex min-h-0 flex-1 flex-col">
      <header className="shrink-0 border-hairline border-b px-4 py-2">
        <h1 className="font-semibold text-lg leading-tight">{nav('butler')}</h1>
        <p className="truncate text-[13px] text-soft">{t('journalAbout')}</p>
      </header>
      <MessageActions>
        <Conversation contactId={JOURNAL} person={null} label={t('journalTitle')} empty={t('journalEmpty')} />
      </MessageActions>
      <div className="shrink-0 px-3 pt-1 pb-2">
        <Composer contactId={JOURNAL} placeholder={t('journalPlaceholder')} touch />
      </div>
    </main>
  );
}
