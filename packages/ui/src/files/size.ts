const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** So many bytes as people say it: `340 byte`, `1.2 MB`. Counted in steps of 1024, as the quota is. */
export function sizeWords(bytes: number, locale: string): string {
  const step = Math.min(Math.max(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), 0), UNITS.length - 1);
  const value = bytes / 1024 ** step;
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: UNITS[step] ?? 'byte',
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: step === 0 || value >= 100 ? 0 : 1,
  }).format(value);
}
