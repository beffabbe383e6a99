'use client';

import { Dialog } from '@friendsai/ui/components';
import { useTranslations } from '@friendsai/ui/i18n';
import { useState } from 'react';
import { useKeys } from './use-keys.ts';

const KEYS = [
  ['j / k', 'move'],
  ['c', 'write'],
  ['/', 'search'],
  ['e', 'archive'],
  ['?', 'help'],
] as const;

/** The keys that work outside of text, shown by `?`. */
export function KeyHelp() {
  const t = useTranslations('keys');
  const [open, setOpen] = useState(false);
  useKeys({ '?': () => setOpen(true) });
  return (
    <Dialog open={open} onOpenChange={setOpen} title={t('title')}>
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-6 gap-y-3">
        {KEYS.map(([key, word]) => (
          <div key={key} className="contents">
            <dt>
              <kbd className="rounded-md border border-hairline bg-surface px-2 py-0.5 font-sans text-[13px]">
                {key}
              </kbd>
            </dt>
            <dd>{t(word)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
