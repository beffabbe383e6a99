'use client';

import { JOURNAL, UNREAD_MAX } from '@friendsai/schema';
import { useTranslations } from 'use-intl';
import { classes } from '../components/classes.ts';
import { trpc } from '../trpc/api.ts';

/** How many answers nobody has seen; nothing for none. As tall as a line of small text, so that nothing moves when it comes or goes. */
export function UnreadBadge({ count, className }: { count: number; className?: string }) {
  const t = useTranslations('contacts');
  if (count === 0) return null;
  const shown = count < UNREAD_MAX ? `${count}` : `${UNREAD_MAX - 1}+`;
  return (
    <span
      className={classes(
        'relative flex h-[19px] min-w-[19px] shrink-0 items-center justify-center rounded-full bg-accent px-1.5 font-medium text-[12px] text-accent-ink tabular-nums',
        className,
      )}
    >
      <span aria-hidden>{shown}</span>
      <span className="sr-only">{t('unread', { count: shown })}</span>
    </span>
  );
}

/** The journal's count, which stands in no list. What surrounds it is `relative`: it lies on that, and takes no room. */
export function JournalUnread() {
  const { data } = trpc.chat.unread.useQuery({ contactId: JOURNAL });
  return <UnreadBadge count={data?.unreadCount ?? 0} className="absolute top-1 left-1/2 ml-1" />;
}
