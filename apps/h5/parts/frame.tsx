'use client';

import { ConnectionNote, DemoNote } from '@friendsai/ui/chat';
import { classes } from '@friendsai/ui/components';
import { JournalUnread } from '@friendsai/ui/contacts';
import { useTranslations } from '@friendsai/ui/i18n';
import { WaitingLine } from '@friendsai/ui/waiting';
import { NotebookPen, User, Users } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { useVisibleHeight } from './use-visible-height.ts';

const TABS = [
  { href: '/people', word: 'people', Icon: Users },
  { href: '/butler', word: 'butler', Icon: NotebookPen },
  { href: '/me', word: 'me', Icon: User },
] as const;

/** The screen, and the tabs under the thumb; a conversation with a person has the screen to itself. */
export function Frame({ children }: { children: ReactNode }) {
  const t = useTranslations('nav');
  const path = usePathname();
  const { heightPx, keyboardOpen } = useVisibleHeight();
  const inConversation = /^\/people\/./.test(path);
  return (
    <div
      className="fixed inset-x-0 top-0 flex h-dvh flex-col pt-[env(safe-area-inset-top)]"
      style={heightPx === null ? undefined : { height: heightPx }}
    >
      <ConnectionNote />
      <DemoNote />
      {!inConversation && path !== '/me/waiting' && <WaitingLine href="/me/waiting" Link={Link} />}
      <div className="flex min-h-0 flex-1 flex-col">{children}</div>
      {!inConversation && !keyboardOpen && (
        <nav className="flex shrink-0 border-hairline border-t bg-surface pb-[env(safe-area-inset-bottom)]">
          {TABS.map(({ href, word, Icon }) => {
            const here = path.startsWith(href);
            return (
              <Link
                key={href}
                href={href}
                aria-current={here ? 'page' : undefined}
                className={classes(
                  'relative flex min-h-14 flex-1 flex-col items-center justify-center gap-0.5 text-[12px]',
                  here ? 'font-medium text-accent' : 'text-soft',
                )}
              >
                <Icon className="size-6" strokeWidth={here ? 2 : 1.6} aria-hidden />
                {t(word)}
                {/* What is open is being read. */}
                {href === '/butler' && !here && <JournalUnread />}
              </Link>
            );
          })}
        </nav>
      )}
    </div>
  );
}
