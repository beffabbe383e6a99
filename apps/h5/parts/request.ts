import type { Locale } from '@friendsai/schema';
import { LOCALE_COOKIE, localeFrom } from '@friendsai/ui/i18n/locale';
import { accountIdOf, authOptions, sessionEnv } from '@friendsai/ui/session';
import { cookies, headers } from 'next/headers';
import { getServerSession } from 'next-auth';

/** The language to write this page in. */
export async function requestLocale(): Promise<Locale> {
  const [jar, asked] = await Promise.all([cookies(), headers()]);
  return localeFrom(jar.get(LOCALE_COOKIE)?.value, asked.get('accept-language'));
}

/** Who is signed in here; null for nobody. Whether it still counts, the server says. */
export const signedInAccount = async (): Promise<string | null> =>
  accountIdOf(await getServerSession(authOptions()));

/** Where this page's browser reaches the server: read at run time, so that one build serves every place. */
export const apiUrl = (): string => sessionEnv().API_URL;

/** The OAuth providers that have keys. */
export const oauthProviders = () =>
  authOptions()
    .providers.filter((provider) => provider.type === 'oauth')
    .map(({ id, name }) => ({ id, name }));
