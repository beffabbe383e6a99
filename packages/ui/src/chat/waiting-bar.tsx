'use client';

import { useTranslations } from 'use-intl';
import { Button } from '../components/button.tsx';
import type { LiveChannel } from '../live/index.ts';
import { useLive, useLiveState, waitingCalls } from '../live/index.ts';

/** From here on they are answered together. */
const SEVERAL = 2;

/** Several questions wait in a channel: how many, and one answer for all of them. Each shows its own result. */
export function WaitingBar({ channel, label }: { channel: LiveChannel; label: string }) {
  const t = useTranslations('confirm');
  const live = useLive();
  const waiting = waitingCalls(channel);
  const going = useLiveState((state) => waiting.some(({ id }) => state.acts[id]?.state === 'going'));
  if (waiting.length < SEVERAL) return null;
  const all = (decision: 'approve' | 'reject') =>
    void live.decide(waiting.map(({ id }) => ({ toolCallId: id, decision })));
  return (
    <section
      aria-label={`${label}: ${t('waiting', { count: waiting.length })}`}
      className="shrink-0 px-4 pb-2"
    >
      <div className="mx-auto flex w-full max-w-3xl flex-wrap items-center justify-end gap-2 rounded-card bg-wait-soft py-2 pr-2 pl-4">
        <button
          type="button"
          className="min-h-8 flex-1 rounded text-left font-medium text-[13px] text-wait pointer-coarse:min-h-11"
          onClick={() =>
            document.querySelector(`[data-waits="${waiting[0]?.id}"]`)?.scrollIntoView({ block: 'center' })
          }
        >
          {t('waiting', { count: waiting.length })}
        </button>
        <Button size="small" kind="quiet" disabled={going} onClick={() => all('reject')}>
          {t('noToAll')}
        </Button>
        <Button size="small" kind="primary" disabled={going} onClick={() => all('approve')}>
          {t('yesToAll')}
        </Button>
      </div>
    </section>
  );
}
