'use client';

import type { Reminder } from '@friendsai/schema';
import { Check, Circle, MoreHorizontal } from 'lucide-react';
import { useId, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { Button } from '../components/button.tsx';
import { classes } from '../components/classes.ts';
import type { LinkComponent } from '../components/link.ts';
import { dayWords } from '../i18n/dates.ts';
import { dayOf } from './days.ts';
import { ReminderActions } from './reminder-actions.tsx';
import { useReminderActs } from './use-reminder-acts.ts';

/** One reminder: done by one touch; moving and deleting unfold below. */
export function ReminderLine({ reminder, Link }: { reminder: Reminder; Link: LinkComponent | undefined }) {
  const t = useTranslations('reminders');
  const locale = useLocale();
  const actionsId = useId();
  const [open, setOpen] = useState(false);
  const { complete } = useReminderActs();
  const today = dayOf(new Date());
  const done = reminder.state === 'done';
  const overdue = !done && reminder.on < today;
  const { text } = reminder;
  return (
    <>
      <div className="flex items-start gap-1 py-1">
        {done ? (
          <span className="-ml-2.5 flex size-11 shrink-0 items-center justify-center">
            <Check className="size-5 text-accent" aria-hidden />
          </span>
        ) : (
          <Button
            kind="quiet"
            size="touch"
            className="-ml-2.5 group rounded-full text-soft hover:text-accent"
            aria-label={t('complete', { text })}
            disabled={complete.isPending}
            onClick={() => complete.mutate({ id: reminder.id })}
          >
            <Circle className="size-5 group-hover:hidden group-active:hidden" strokeWidth={1.6} aria-hidden />
            <Check className="hidden size-5 group-hover:block group-active:block" aria-hidden />
          </Button>
        )}
        <div className="min-w-0 flex-1 py-2.5">
          <p
            dir="auto"
            className={classes('leading-6 [overflow-wrap:anywhere]', done && 'text-soft line-through')}
          >
            {text}
          </p>
          <p className="text-[13px] text-soft">
            <time
              dateTime={reminder.on}
              className={classes('inline-block first-letter:uppercase', overdue && 'font-medium text-wait')}
            >
              {dayWords(reminder.on, new Date(), locale)}
              {overdue && ` · ${t('overdue')}`}
            </time>
            {Link && reminder.contactId && reminder.contactName && (
              <>
                {' · '}
                <Link
                  href={`/people/${reminder.contactId}`}
                  className="-my-3 inline-block py-3 text-accent underline-offset-4 hover:underline"
                >
                  {reminder.contactName}
                </Link>
              </>
            )}
          </p>
        </div>
        <Button
          kind="quiet"
          size="touch"
          className="-mr-2 text-soft"
          aria-label={t('actions', { text })}
          aria-expanded={open}
          aria-controls={open ? actionsId : undefined}
          onClick={() => setOpen(!open)}
        >
          <MoreHorizontal className="size-5" aria-hidden />
        </Button>
      </div>
      {open && (
        <div id={actionsId} className="pb-4 sm:pl-9">
          <ReminderActions reminder={reminder} onDone={() => setOpen(false)} />
        </div>
      )}
    </>
  );
}
