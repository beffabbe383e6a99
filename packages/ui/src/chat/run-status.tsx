'use client';

import type { ChannelRef, MessageId } from '@friendsai/schema';
import { Square } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../components/button.tsx';
import { Failure } from '../components/states.tsx';
import { type LiveRun, useLive } from '../live/index.ts';
import { useErrorText } from '../trpc/use-error-text.ts';
import { useToolAtWork } from './use-tool-at-work.ts';

/** What is to be said of a run besides its words: that it waits, thinks, uses a tool, was stopped or went wrong. */
export function RunStatus({
  run,
  contactId,
  speaking,
  person,
}: {
  run: LiveRun;
  contactId: ChannelRef;
  speaking: boolean;
  /** Whom the conversation is about; null in the journal. */
  person: string | null;
}) {
  const t = useTranslations('chat');
  const common = useTranslations('common');
  const errors = useTranslations('errors');
  const errorText = useErrorText();
  const toolAtWork = useToolAtWork(person);
  const live = useLive();
  const [fault, setFault] = useState<unknown>(null);
  const act = (deed: (messageId: MessageId, contactId: ChannelRef) => Promise<unknown>) => {
    setFault(null);
    deed(run.messageId, contactId).catch(setFault);
  };
  const retry = (
    <Button size="small" onClick={() => act(live.retry)}>
      {common('retry')}
    </Button>
  );

  if (run.state === 'failed')
    return <Failure action={retry}>{fault ? errorText(fault) : errors(run.errorCode ?? 'INTERNAL')}</Failure>;
  if (run.state === 'cancelled') {
    return (
      <div className="flex items-center gap-3 text-[13px] text-soft">
        <span>{t('stopped')}</span>
        {retry}
      </div>
    );
  }
  if (run.state === 'finished') return null;
  const doing = run.state === 'queued' ? t('queued') : run.tool ? toolAtWork(run.tool) : t('thinking');
  return (
    <div className="flex min-h-8 items-center gap-3 text-[13px] text-soft">
      {(!speaking || run.tool !== null) && (
        <span className="inline-flex items-center gap-2" data-run-state={run.state}>
          <span
            aria-hidden
            className="size-2 animate-[breathe_1.2s_ease-in-out_infinite] rounded-full bg-accent"
          />
          {doing}
        </span>
      )}
      <Button size="small" kind="quiet" onClick={() => act(live.cancel)} data-testid="stop">
        <Square className="size-3 fill-current" aria-hidden />
        {t('stop')}
      </Button>
    </div>
  );
}
