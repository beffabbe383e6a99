'use client';

import type { MessageId } from '@friendsai/schema';
import { Quote } from 'lucide-react';
import { createContext, type ReactNode, useContext } from 'react';
import { useTranslations } from 'use-intl';
import { classes } from '../components/classes.ts';

/** Whether the messages that cards come from are on the same page. */
export const BesideMessages = createContext(false);

/** The user's own words that a card comes from, one tap away. */
export function Source({ because, messageId }: { because: string; messageId: MessageId | null }) {
  const t = useTranslations('cards');
  const beside = useContext(BesideMessages);
  const words = (
    <>
      <Quote className="mt-1 size-3 shrink-0" aria-hidden />
      <span dir="auto" className="line-clamp-1 [overflow-wrap:anywhere]">
        {because}
      </span>
    </>
  );
  if (!beside || messageId === null)
    return <p className="flex items-start gap-1.5 text-[13px] text-soft leading-5">{words}</p>;
  return (
    <MessageLink
      messageId={messageId}
      label={t('toSource', { because })}
      className="items-start gap-1.5 text-[13px] leading-5 underline decoration-hairline underline-offset-4 hover:decoration-accent pointer-coarse:-my-2.5 pointer-coarse:min-h-11 pointer-coarse:py-3"
    >
      {words}
    </MessageLink>
  );
}

/** The way to the message that a card comes from, where its words are not on the card. */
export function SourceMark({ messageId }: { messageId: MessageId | null }) {
  const t = useTranslations('cards');
  const beside = useContext(BesideMessages);
  if (!beside || messageId === null) return null;
  return (
    <MessageLink
      messageId={messageId}
      label={t('source')}
      className="-my-1 size-8 items-center justify-center pointer-coarse:-my-2.5 pointer-coarse:size-11"
    >
      <Quote className="size-3.5" aria-hidden />
    </MessageLink>
  );
}

function MessageLink({
  messageId,
  label,
  className,
  children,
}: {
  messageId: MessageId;
  label: string;
  className: string;
  children: ReactNode;
}) {
  const address = `#message-${messageId}`;
  return (
    <a
      href={address}
      aria-label={label}
      title={label}
      className={classes('inline-flex max-w-full rounded-lg text-soft hover:text-accent', className)}
      onClick={(event) => {
        // The way back from a conversation is not through every message one has looked up in it.
        event.preventDefault();
        if (location.hash !== address) location.replace(address);
        // The same address again is no change of it, and is meant all the same.
        else dispatchEvent(new HashChangeEvent('hashchange'));
      }}
    >
      {children}
    </a>
  );
}
