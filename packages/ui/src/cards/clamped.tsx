'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { classes } from '../components/classes.ts';

/** What is longer than this, or has more lines than are shown, is not shown whole at once. */
const LIMITS = {
  small: { chars: 180, lines: 3, clamp: 'line-clamp-3' },
  large: { chars: 600, lines: 8, clamp: 'line-clamp-8' },
} as const;

/** Words of any length, of which the first lines are shown until more is wanted. `large`: of what has to be looked over. */
export function Clamped({ text, large = false }: { text: string; large?: boolean }) {
  const { chars, lines, clamp } = LIMITS[large ? 'large' : 'small'];
  const t = useTranslations('cards');
  const [whole, setWhole] = useState(false);
  const long = text.length > chars || text.split('\n').length > lines;
  return (
    <>
      <span
        dir="auto"
        className={classes('whitespace-pre-wrap [overflow-wrap:anywhere]', long && !whole ? clamp : 'block')}
      >
        {text}
      </span>
      {long && (
        <button
          type="button"
          aria-expanded={whole}
          className="-ml-2 inline-flex min-h-8 items-center px-2 text-[13px] text-accent pointer-coarse:min-h-11"
          onClick={() => setWhole(!whole)}
        >
          {whole ? t('less') : t('more')}
        </button>
      )}
    </>
  );
}
