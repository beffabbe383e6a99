'use client';

import { ConnectionNote, DemoNote } from '@friendsai/ui/chat';
import { classes, Mark } from '@friendsai/ui/components';
import { JournalUnread } from '@friendsai/ui/contacts';
import { useTranslations } from '@friendsai/ui/i18n';
import { WaitingLine } from '@friendsai/ui/waiting';
import { BookOpen, Settings, Users } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { KeyHelp } from './key-help.tsx';

/** Each with the paths of what stands under it. */
const PLACES = [
  { href: '/people', word: 'people', Icon: Users, paths: ['/people'] },
  { href: '/journal', word: 'journal', Icon: BookOpen, paths: ['/journal'] },
  { href: '/settings', word: 'settings', Icon: Settings, paths: ['/settings', '/reminders', '/waiting'] },
] as const;

/** The rail at the left, and what is chosen beside it. */
export function Frame({ children }: { children: ReactNode }) {
  const t = useTranslations('nav');
  const common = useTranslations('common');
  const path = usePathname();
  return (
    <div className="flex h-dvh flex-col-reverse sm:flex-row">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:bg-raised focus:p-3"
      >
        {common('skip')}
      </a>
      <nav className="flex shrink-0 justify-around gap-1 border-hairline border-t bg-surface p-2 sm:w-20 sm:flex-col sm:justify-start sm:border-t-0 sm:border-r sm:py-4">
        <Mark className="mx-auto mb-4 hidden size-9 sm:block" />
        {PLACES.map(({ href, word, Icon, paths }) => {
          const here = paths.some((under) => path.startsWith(under));
          return (
            <Link
              key={href}
              href={href}
              aria-current={here ? 'page' : undefined}
              className={classes(
                'relative flex flex-col items-center gap-1 rounded-[10px] px-3 py-2 text-[12px] transition-colors duration-150',
                here ? 'bg-accent-soft font-medium text-ink' : 'text-soft hover:bg-accent-soft',
              )}
            >
              <Icon className="size-5" strokeWidth={1.75} aria-hidden />
              {t(word)}
              {/* What is open is being read. */}
              {href === '/journal' && !here && <JournalUnread />}
            </Link>
          );
        })}
      </nav>
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        <ConnectionNote />
        <DemoNote />
        {path !== '/waiting' && <WaitingLine href="/waiting" Link={Link} />}
        <div id="content" className="flex min-h-0 flex-1">
          {children}
        </div>
      </div>
      <KeyHelp />
    </div>
  );
}
