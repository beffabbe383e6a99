'use client';

import type { ChannelRef } from '@friendsai/schema';
import { useTranslations } from 'use-intl';
import { Button } from '../components/button.tsx';
import { type Outgoing, useLive } from '../live/index.ts';
import { Attachments } from './attachments.tsx';

/** A message on its way, or one that did not get through: never lost, sent again under the same id. */
export function OutgoingView({ sending, contactId }: { sending: Outgoing; contactId: ChannelRef }) {
  const t = useTranslations('chat');
  const common = useTranslations('common');
  const errors = useTranslations('errors');
  const live = useLive();
  return (
    <article aria-label={t('you')} className="flex flex-col items-end gap-1">
      <div
        dir="auto"
        className="max-w-[min(680px,88%)] whitespace-pre-wrap rounded-card rounded-br-[4px] bg-accent-soft px-4 py-2.5 opacity-70 [overflow-wrap:anywhere]"
      >
        {sending.text}
      </div>
      <Attachments attachments={sending.attachments} className="justify-end opacity-70" />
      {sending.state === 'sending' && <p className="text-[13px] text-soft">{t('sending')}</p>}
      {sending.state === 'waiting' && (
        <div className="flex flex-wrap items-center justify-end gap-2 text-[13px] text-soft">
          <span>{t('waiting')}</span>
          <Button size="small" kind="quiet" onClick={() => live.discard(contactId, sending.clientMessageId)}>
            {common('cancel')}
          </Button>
        </div>
      )}
      {sending.state === 'refused' && (
        <div role="alert" className="flex flex-wrap items-center justify-end gap-2 text-[13px] text-loss">
          <span>
            {t('notSent')} {errors(sending.errorCode)}
          </span>
          <Button size="small" onClick={() => live.sendAgain(sending.clientMessageId)}>
            {common('retry')}
          </Button>
          <Button size="small" kind="loss" onClick={() => live.discard(contactId, sending.clientMessageId)}>
            {common('cancel')}
          </Button>
        </div>
      )}
    </article>
  );
}
