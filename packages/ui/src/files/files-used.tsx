'use client';

import { Meter } from '@base-ui/react/meter';
import { useLocale, useTranslations } from 'use-intl';
import { classes } from '../components/classes.ts';
import { sizeWords } from './size.ts';

/** From this share on there is little room left. */
const NEARLY_FULL = 0.9;

/** How much of the room for files is taken. */
export function FilesUsed({ usedBytes, quotaBytes }: { usedBytes: number; quotaBytes: number }) {
  const t = useTranslations('files');
  const locale = useLocale();
  const nearlyFull = usedBytes >= quotaBytes * NEARLY_FULL;
  const words = t('used', { used: sizeWords(usedBytes, locale), quota: sizeWords(quotaBytes, locale) });
  return (
    <Meter.Root
      value={usedBytes}
      max={quotaBytes}
      getAriaValueText={() => words}
      className="mb-4 flex flex-col gap-2"
    >
      <Meter.Label className={classes('text-[13px]', nearlyFull ? 'text-wait' : 'text-soft')}>
        {words}
        {nearlyFull && ` ${t('nearlyFull')}`}
      </Meter.Label>
      <Meter.Track className="h-1 rounded-full bg-hairline">
        <Meter.Indicator className={classes('min-w-1 rounded-full', nearlyFull ? 'bg-wait' : 'bg-accent')} />
      </Meter.Track>
    </Meter.Root>
  );
}
