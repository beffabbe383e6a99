'use client';

import type { Locale } from '@friendsai/schema';
import type { ReactNode } from 'react';
import { IntlProvider } from 'use-intl';
import { MESSAGES } from './config.ts';

/** Gives the words of the language to everything inside. */
export function WordsProvider({ locale, children }: { locale: Locale; children: ReactNode }) {
  return (
    <IntlProvider
      locale={locale}
      messages={MESSAGES[locale]}
      timeZone={Intl.DateTimeFormat().resolvedOptions().timeZone}
    >
      {children}
    </IntlProvider>
  );
}
