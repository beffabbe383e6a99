'use client';

import { MESSAGE_MAX_CHARS } from '@friendsai/schema';
import { useTranslations } from 'use-intl';
import { classes } from '../components/classes.ts';
import type { Upload } from '../live/index.ts';

/** From here on the composer says how much room is left. */
export const NEAR_LIMIT_CHARS = MESSAGE_MAX_CHARS - 500;

/** The one thing that is to be said of a draft, the most pressing first. */
export function ComposerNote({
  id,
  overChars,
  nearLimit,
  leftOut,
  files,
  offline,
}: {
  id: string;
  /** Negative while there is room. */
  overChars: number;
  nearLimit: boolean;
  /** Files that were too many. */
  leftOut: number;
  files: readonly Upload[];
  offline: boolean;
}) {
  const chat = useTranslations('chat');
  const attach = useTranslations('attach');
  const failed = files.some(({ state }) => state === 'failed');
  const going = files.some(({ state }) => state === 'waiting' || state === 'uploading');
  function note(): string | null {
    if (overChars > 0) return chat('tooLong', { over: overChars });
    if (leftOut > 0) return attach('tooMany', { count: leftOut });
    if (offline && (failed || going)) return attach('offline');
    if (failed) return attach('fix');
    if (going) return attach('wait');
    return nearLimit ? chat('left', { left: -overChars }) : null;
  }
  const said = note();
  return (
    <p
      id={id}
      className={classes('px-3 text-[13px]', overChars > 0 ? 'text-loss' : 'text-soft', said && 'pt-1')}
    >
      {said}
    </p>
  );
}
