'use client';

import type { Memory } from '@friendsai/schema';
import { useEffect, useRef } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { Button } from '../components/button.tsx';
import { timeLabel } from '../i18n/dates.ts';

/** What became of a memory while the person was writing it: what it says now, and the choice. */
export function Changed({
  meanwhile,
  disabled,
  onSaveMine,
  onTakeTheirs,
}: {
  meanwhile: Memory | 'gone';
  disabled: boolean;
  onSaveMine: () => void;
  onTakeTheirs: () => void;
}) {
  const t = useTranslations('memory');
  const common = useTranslations('common');
  const locale = useLocale();
  const panel = useRef<HTMLElement>(null);
  // It comes above what is being written, perhaps out of sight.
  useEffect(() => panel.current?.focus(), []);
  const gone = meanwhile === 'gone';
  const when = gone ? '' : timeLabel(new Date(meanwhile.updatedAt), new Date(), locale);
  return (
    <section
      ref={panel}
      tabIndex={-1}
      role="alert"
      className="flex animate-[rise_160ms_ease-out] flex-col gap-3 border-wait border-l-2 py-1 pl-4 outline-none"
    >
      <p className="text-sm text-wait">{gone ? t('goneMeanwhile') : t('changed')}</p>
      {!gone && (
        <div>
          <p className="text-[13px] text-soft">
            {t('now')} · {meanwhile.writtenBy === 'user' ? t('byUser', { when }) : t('byButler', { when })}
          </p>
          <p dir="auto" className="mt-1 font-medium [overflow-wrap:anywhere]">
            {meanwhile.name}
          </p>
          <p
            dir="auto"
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard
            tabIndex={0}
            className="mt-1.5 max-h-60 overflow-y-auto whitespace-pre-wrap rounded-[10px] border border-hairline bg-surface px-3 py-2.5 text-sm [overflow-wrap:anywhere]"
          >
            {meanwhile.text || t('noText')}
          </p>
        </div>
      )}
      <div className="flex flex-wrap gap-2">
        <Button kind="primary" className="h-11 sm:h-9" disabled={disabled} onClick={onSaveMine}>
          {gone ? t('saveNew') : t('saveMine')}
        </Button>
        <Button className="h-11 sm:h-9" onClick={onTakeTheirs}>
          {gone ? common('cancel') : t('takeTheirs')}
        </Button>
      </div>
    </section>
  );
}
