'use client';

import type { ContactId } from '@friendsai/schema';
import { useTranslations } from 'use-intl';
import { Button } from '../components/button.tsx';
import { LinesComing } from '../components/lines-coming.tsx';
import type { LinkComponent } from '../components/link.ts';
import { EmptyState, Failure } from '../components/states.tsx';
import { trpc } from '../trpc/api.ts';
import { useErrorText } from '../trpc/use-error-text.ts';
import { ReminderLine } from './reminder-line.tsx';

/** Reminders, the next first: one person's, or everybody's with a way to whom each is about. */
export function ReminderList({
  contactId,
  state = 'open',
  Link,
}: {
  contactId?: ContactId;
  state?: 'open' | 'done';
  /** Leads to the person; left out where one is with them already. */
  Link?: LinkComponent;
}) {
  const t = useTranslations('reminders');
  const common = useTranslations('common');
  const errorText = useErrorText();
  const { data, error, isPending, refetch } = trpc.reminders.list.useQuery({
    state,
    ...(contactId ? { contactId } : {}),
  });
  if (isPending) return <LinesComing count={contactId ? 2 : 4} />;
  if (error && !data) {
    return (
      <Failure
        action={
          <Button kind="link" size="text" className="min-h-11" onClick={() => void refetch()}>
            {common('retry')}
          </Button>
        }
      >
        {t('loadFailed')} {errorText(error)}
      </Failure>
    );
  }
  if (data.reminders.length === 0) {
    if (contactId) return <p className="py-2 text-soft text-sm">{t('emptyHere')}</p>;
    return <EmptyState>{state === 'open' ? t('empty') : t('emptyDone')}</EmptyState>;
  }
  return (
    <ul className="divide-y divide-hairline">
      {data.reminders.map((reminder) => (
        <li key={reminder.id}>
          <ReminderLine reminder={reminder} Link={Link} />
        </li>
      ))}
    </ul>
  );
}
