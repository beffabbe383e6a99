import { Locale } from '@friendsai/schema';

/** Where a device keeps its language, so that the server can write the first page in it. */
export const LOCALE_COOKIE = 'friendsai-locale';

const YEAR_SEC = 365 * 24 * 60 * 60;

/** The language of a page: the device's choice, else what the browser asks for, else Chinese. */
export function localeFrom(cookie: string | undefined, acceptLanguage: string | null): Locale {
  const chosen = Locale.safeParse(cookie).data;
  if (chosen) return chosen;
  const first = acceptLanguage?.split(',')[0]?.trim().toLowerCase() ?? '';
  return first !== '' && !first.startsWith('zh') ? 'en' : 'zh-CN';
}

/** Keeps the language on this device; the page must be asked for again to show it. */
export function useSwitchLocale(refresh: () => void): (locale: Locale) => void {
  return (locale) => {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in WeChat's web view
    document.cookie = `${LOCALE_COOKIE}=${locale}; path=/; max-age=${YEAR_SEC}; samesite=lax`;
    refresh();
  };
}
