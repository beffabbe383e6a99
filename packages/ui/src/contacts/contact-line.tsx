'use client';

import type { ContactListItem } from '@friendsai/schema';
import { useLocale, useTranslations } from 'use-intl';
import { Avatar } from '../components/avatar.tsx';
import { Skeleton } from '../components/states.tsx';
import { timeLabel } from '../i18n/dates.ts';
import { UnreadBadge } from './unread-badge.tsx';

/** A person as a list shows them: who, and what was said last. What surrounds it is the list's own. */
export function ContactLine({ contact }: { contact: ContactListItem }) {
  const t = useTranslations('contacts');
  const locale = useLocale();
  return (
    <>
      <Avatar name={contact.name} />
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline justify-between gap-2">
          <span dir="auto" className="truncate font-medium">
            {contact.name}
          </span>
          {contact.lastMessageAt && (
            <time dateTime={contact.lastMessageAt} className="shrink-0 text-[12px] text-soft">
              {timeLabel(new Date(contact.lastMessageAt), new Date(), locale)}
            </time>
          )}
        </span>
        <span className="flex items-center justify-between gap-2">
          <span dir="auto" className="truncate text-[13px] text-soft">
            {contact.lastMessageText ?? contact.relation ?? t('lastMessage')}
          </span>
          <UnreadBadge count={contact.unreadCount} />
        </span>
      </span>
    </>
  );
}

/** The shape of a list of people that is being read. */
export function ContactLinesComing() {
  return (
    <div className="flex flex-col gap-5 px-4 py-3">
      {[60, 45, 70, 50, 65].map((widthPercent) => (
        <div key={widthPercent} className="flex items-center gap-3">
          <Skeleton className="size-10 rounded-full" />
          <div className="flex-1 space-y-2">
            <Skeleton className="h-4 w-24" />
            <div style={{ width: `${widthPercent}%` }}>
              <Skeleton className="h-3 w-full" />
            </div>
          </div>
        </div>
      ))}
    </div>
  );
}
