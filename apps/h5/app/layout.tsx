import { Look } from '@friendsai/ui/components';
import { WordsProvider } from '@friendsai/ui/i18n';
import { GeistSans } from 'geist/font/sans';
import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { requestLocale } from '../parts/request.ts';
import './globals.css';

export const metadata: Metadata = {
  title: 'FriendsAI',
  icons: { icon: '/mark.svg', apple: '/icon-180.png' },
  appleWebApp: { capable: true, title: 'FriendsAI', statusBarStyle: 'default' },
  // Numbers in a conversation are words, not links.
  formatDetection: { telephone: false, date: false, address: false, email: false },
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  // Where the browser can, the page ends where the keyboard begins.
  interactiveWidget: 'resizes-content',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#faf7f1' },
    { media: '(prefers-color-scheme: dark)', color: '#1b1815' },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const locale = await requestLocale();
  return (
    // The theme's class is set before React begins, so the two may differ.
    <html lang={locale} className={GeistSans.variable} suppressHydrationWarning>
      <body>
        <WordsProvider locale={locale}>
          <Look>{children}</Look>
        </WordsProvider>
      </body>
    </html>
  );
}
