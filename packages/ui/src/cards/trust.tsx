'use client';

import type { ChannelRef } from '@friendsai/schema';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../components/button.tsx';
import { useLive } from '../live/index.ts';
import { useErrorText } from '../trpc/use-error-text.ts';

/** The user vouches for what others wrote and was read here: it raises no more questions. Those that wait still wait. */
export function Trust({ contactId }: { contactId: ChannelRef }) {
  const t = useTranslations('confirm');
  const errorText = useErrorText();
  const live = useLive();
  const [state, setState] = useState<'idle' | 'going' | 'trusted'>('idle');
  const [error, setError] = useState<unknown>(null);
  if (state === 'trusted') return <p className="text-[13px] text-soft">{t('trusted')}</p>;
  const trust = () => {
    setState('going');
    setError(null);
    live.trust(contactId).then(
      () => setState('trusted'),
      (fault: unknown) => {
        setState('idle');
        setError(fault);
      },
    );
  };
  return (
    <div>
      <Button
        kind="quiet"
        size="small"
        className="-ml-3 text-soft underline decoration-hairline underline-offset-4"
        disabled={state === 'going'}
        onClick={trust}
      >
        {t('trust')}
      </Button>
      {error !== null && (
        <p role="alert" className="text-[13px] text-loss">
          {errorText(error)}
        </p>
      )}
    </div>
  );
}
