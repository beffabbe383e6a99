'use client';

import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Banner } from '../components/states.tsx';
import { useLiveState } from '../live/index.ts';
import { trpc } from '../trpc/api.ts';

/** A connection that is back within this time was not worth a word. */
const WORTH_A_WORD_MS = 1_500;

/** Says that the stream is not as it should be, once that has lasted a little. */
export function ConnectionNote() {
  const t = useTranslations('connection');
  const connection = useLiveState((state) => state.connection);
  const [lasting, setLasting] = useState(false);
  useEffect(() => {
    setLasting(false);
    if (connection === 'live') return;
    const timer = setTimeout(() => setLasting(true), WORTH_A_WORD_MS);
    return () => clearTimeout(timer);
  }, [connection]);
  if (connection === 'live' || !lasting) return null;
  return <Banner tone="wait">{t(connection)}</Banner>;
}

/** Says that a demo stands in for the model. */
export function DemoNote() {
  const t = useTranslations('demo');
  const me = trpc.account.me.useQuery();
  return me.data?.model.demo ? <Banner tone="plain">{t('notice')}</Banner> : null;
}
