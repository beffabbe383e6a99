export { useLocale, useTranslations } from 'use-intl';
export { dayLabel, dayWords, timeLabel } from './dates.ts';
export { LOCALE_COOKIE, localeFrom, useSwitchLocale } from './locale.ts';
export { WordsProvider } from './provider.tsx';
