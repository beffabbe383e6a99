'use client';

import type { ContactId, MessageId } from '@friendsai/schema';
import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { Button } from '../components/button.tsx';
import { LinesComing } from '../components/lines-coming.tsx';
import { Failure } from '../components/states.tsx';
import { dayWords } from '../i18n/dates.ts';
import { trpc } from '../trpc/api.ts';
import { useErrorText } from '../trpc/use-error-text.ts';
import { SourceLink } from './source-link.tsx';

const FIRST = 8;
const MOST = 200;

/** What happened with a person, the newest first. Each entry leads to the message that tells of it. */
export function Timeline({
  contactId,
  onSource,
}: {
  contactId: ContactId;
  onSource: ((messageId: MessageId) => void) | undefined;
}) {
  const t = useTranslations('profile');
  const common = useTranslations('common');
  const locale = useLocale();
  const errorText = useErrorText();
  const [all, setAll] = useState(false);
  const { data, error, isPending, refetch } = trpc.contacts.timeline.useQuery({ id: contactId, limit: MOST });
  if (isPending) return <LinesComing count={3} />;
  if (error && !data) {
    return (
      <Failure
        action={
          <Button kind="link" size="text" className="min-h-11" onClick={() => void refetch()}>
            {common('retry')}
          </Button>
        }
      >
        {t('timelineFailed')} {errorText(error)}
      </Failure>
    );
  }
  const { entries } = data;
  if (entries.length === 0) return <p className="py-2 text-soft text-sm">{t('timelineEmpty')}</p>;
  return (
    <>
      <ol className="divide-y divide-hairline">
        {(all ? entries : entries.slice(0, FIRST)).map(({ on, kind, text, messageId }, index) => {
          const line = (
            <>
              <span className="block text-[13px] text-soft">
                <time dateTime={on} className="inline-block first-letter:uppercase">
                  {dayWords(on, new Date(), locale)}
                </time>{' '}
                · {t(`kinds.${kind}`)}
              </span>
              <span dir="auto" className="line-clamp-4 leading-6 [overflow-wrap:anywhere]">
                {text}
              </span>
            </>
          );
          return (
            <li key={`${on} ${index}`}>
              {messageId === null ? (
                <p className="py-2.5">{line}</p>
              ) : (
                <SourceLink
                  messageId={messageId}
                  title={t('toSource', { words: text })}
                  className="block rounded-lg py-2.5 transition-colors duration-150 hover:text-accent"
                  onSource={onSource}
                >
                  {line}
                </SourceLink>
              )}
            </li>
          );
        })}
      </ol>
      {!all && entries.length > FIRST && (
        <Button kind="link" size="text" className="min-h-11 text-[13px]" onClick={() => setAll(true)}>
          {t('more')}
        </Button>
      )}
    </>
  );
}
