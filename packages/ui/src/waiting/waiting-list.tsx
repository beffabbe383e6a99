'use client';

import { JOURNAL, type ToolCallView } from '@friendsai/schema';
import { useEffect, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { ToolCallCard } from '../cards/index.ts';
import { Button } from '../components/button.tsx';
import { LinesComing } from '../components/lines-coming.tsx';
import type { LinkComponent } from '../components/link.ts';
import { EmptyState } from '../components/states.tsx';
import { ChannelName } from '../contacts/channel-name.tsx';
import { dayLabel } from '../i18n/dates.ts';
import { useErrorText } from '../trpc/use-error-text.ts';
import { withNew } from './seen.ts';
import { useWaiting } from './use-waiting.ts';

/**
 * Every question of the butler's that waits for a yes or no, of all channels, oldest first. What is answered while one looks
 * settles in its place.
 */
export function WaitingList({ journalHref, Link }: { journalHref: string; Link: LinkComponent }) {
  const t = useTranslations('waiting');
  const common = useTranslations('common');
  const errorText = useErrorText();
  const { calls, error, isPending, refetch } = useWaiting();
  const [seen, setSeen] = useState<readonly ToolCallView[]>([]);
  useEffect(() => setSeen((before) => withNew(before, calls)), [calls]);
  if (isPending) return <LinesComing count={3} />;
  if (error && seen.length === 0) {
    return (
      <EmptyState action={<Button onClick={() => void refetch()}>{common('retry')}</Button>}>
        {t('loadFailed')} {errorText(error)}
      </EmptyState>
    );
  }
  const shown = withNew(seen, calls);
  if (shown.length === 0) return <EmptyState>{t('empty')}</EmptyState>;
  return (
    <ul className="flex flex-col gap-6">
      {shown.map((call) => (
        <li key={call.id}>
          <Where call={call} journalHref={journalHref} Link={Link} />
          <div className="overflow-hidden rounded-card border border-hairline bg-surface">
            <ToolCallCard call={call} />
          </div>
        </li>
      ))}
    </ul>
  );
}

/** In which conversation it was asked, and when. */
function Where({
  call: { contactId, at },
  journalHref,
  Link,
}: {
  call: ToolCallView;
  journalHref: string;
  Link: LinkComponent;
}) {
  const locale = useLocale();
  return (
    <p className="flex items-baseline justify-between gap-3 text-[13px] text-soft">
      <Link
        href={contactId === JOURNAL ? journalHref : `/people/${contactId}`}
        className="inline-flex min-h-11 min-w-0 items-center underline decoration-hairline underline-offset-4 hover:text-accent sm:min-h-8"
      >
        <span className="truncate">
          <ChannelName contactId={contactId} />
        </span>
      </Link>
      <time dateTime={at} className="shrink-0">
        {dayLabel(new Date(at), new Date(), locale)}
      </time>
    </p>
  );
}
