'use client';

import { Check, Copy } from 'lucide-react';
import { memo, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { Button } from '../components/button.tsx';
import { classes } from '../components/classes.ts';
import { timeLabel } from '../i18n/dates.ts';
import type { LiveMessage } from '../live/index.ts';
import { Attachments } from './attachments.tsx';
import { Markdown } from './markdown.tsx';

function CopyButton({ text }: { text: string }) {
  const t = useTranslations('common');
  const [copied, setCopied] = useState(false);
  return (
    <Button
      kind="quiet"
      size="icon"
      className="size-8 text-soft opacity-0 transition-opacity focus-visible:opacity-100 group-hover:opacity-100 [@media(hover:none)]:hidden"
      aria-label={copied ? t('copied') : t('copy')}
      onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
      onBlur={() => setCopied(false)}
    >
      {copied ? <Check className="size-4" aria-hidden /> : <Copy className="size-4" aria-hidden />}
    </Button>
  );
}

/** One entry of a conversation. Renders again only when it changes itself. */
export const MessageView = memo(function MessageView({ message }: { message: LiveMessage }) {
  const t = useTranslations('chat');
  const locale = useLocale();
  const mine = message.role === 'user';
  const streaming = message.state === 'streaming';
  return (
    <article
      id={`message-${message.id}`}
      tabIndex={-1}
      data-message={message.id}
      aria-label={mine ? t('you') : t('butler')}
      aria-busy={streaming && !mine}
      className={classes(
        'group flex animate-[rise_160ms_ease-out] items-end gap-1 rounded-card outline-none',
        mine ? 'flex-row-reverse' : 'flex-row',
      )}
    >
      <div
        className={classes(
          'flex min-w-0 max-w-[min(680px,88%)] flex-col gap-2',
          mine ? 'items-end' : 'items-start py-1',
        )}
      >
        <div
          dir="auto"
          data-words
          className={classes(
            'min-w-0 max-w-full',
            mine &&
              'whitespace-pre-wrap rounded-card rounded-br-[4px] bg-accent-soft px-4 py-2.5 [overflow-wrap:anywhere]',
          )}
        >
          {mine ? message.text : <Markdown text={message.text} streaming={streaming} />}
        </div>
        <Attachments attachments={message.attachments} className={mine ? 'justify-end' : ''} />
        {message.state === 'partial' && <p className="text-[13px] text-soft">— {t('partial')}</p>}
        <time dateTime={message.at} className="sr-only">
          {timeLabel(new Date(message.at), new Date(), locale)}
        </time>
      </div>
      {!streaming && <CopyButton text={message.text} />}
    </article>
  );
});
