'use client';

import { Bell, BookMarked, ChevronRight, Database, Hand, Paperclip } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { LinkComponent } from '../components/link.ts';
import { useWaiting } from '../waiting/use-waiting.ts';

/** The ways to what the butler keeps and to what waits. @param at the address of each. */
export function HouseLinks({
  at,
  Link,
}: {
  at: Record<'memory' | 'files' | 'reminders' | 'waiting' | 'data', string>;
  Link: LinkComponent;
}) {
  const memory = useTranslations('memory');
  const files = useTranslations('files');
  const reminders = useTranslations('reminders');
  const waiting = useTranslations('waiting');
  const audit = useTranslations('audit');
  const { calls } = useWaiting();
  const ways = [
    { href: at.waiting, Icon: Hand, words: waiting('title'), count: calls.length },
    { href: at.reminders, Icon: Bell, words: reminders('title'), count: 0 },
    { href: at.memory, Icon: BookMarked, words: memory('title'), count: 0 },
    { href: at.files, Icon: Paperclip, words: files('title'), count: 0 },
    { href: at.data, Icon: Database, words: audit('pageTitle'), count: 0 },
  ];
  return (
    <ul className="divide-y divide-hairline border-hairline border-y">
      {ways.map(({ href, Icon, words, count }) => (
        <li key={href}>
          <Link
            href={href}
            className="flex min-h-13 items-center gap-3 transition-colors duration-150 hover:text-accent active:text-accent"
          >
            <Icon className="size-5 text-soft" strokeWidth={1.6} aria-hidden />
            <span className="min-w-0 flex-1">{words}</span>
            {count > 0 && <span className="font-medium text-[13px] text-wait tabular-nums">{count}</span>}
            <ChevronRight className="size-4 text-soft" aria-hidden />
          </Link>
        </li>
      ))}
    </ul>
  );
}
