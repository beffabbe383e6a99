'use client';

import type { Reminder } from '@friendsai/schema';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { AskFirst } from '../components/ask-first.tsx';
import { Button } from '../components/button.tsx';
import { dayWords } from '../i18n/dates.ts';
import { dayOf, nextMonday, plusDays } from './days.ts';
import { useReminderActs } from './use-reminder-acts.ts';

/** Moving a reminder to another day, or deleting it. */
export function ReminderActions({ reminder, onDone }: { reminder: Reminder; onDone: () => void }) {
  const t = useTranslations('reminders');
  const locale = useLocale();
  const { snooze, remove } = useReminderActs();
  const [asking, setAsking] = useState(false);
  const today = dayOf(new Date());
  const tomorrow = plusDays(today, 1);
  const monday = nextMonday(today);
  const moveTo = (on: string) => snooze.mutate({ id: reminder.id, on }, { onSuccess: onDone });
  if (asking) {
    return (
      <AskFirst
        says={t('removeSays', { text: reminder.text })}
        yes={t('remove')}
        no={t('keep')}
        busy={remove.isPending}
        onYes={() => remove.mutate({ id: reminder.id })}
        onNo={() => setAsking(false)}
      />
    );
  }
  return (
    <div className="flex animate-[rise_160ms_ease-out] flex-wrap items-center gap-2">
      <Button className="h-11 sm:h-9" disabled={snooze.isPending} onClick={() => moveTo(tomorrow)}>
        {t('tomorrow')}
      </Button>
      {monday !== tomorrow && (
        <Button className="h-11 sm:h-9" disabled={snooze.isPending} onClick={() => moveTo(monday)}>
          <span className="first-letter:uppercase">{dayWords(monday, new Date(), locale)}</span>
        </Button>
      )}
      <label className="inline-flex h-11 items-center gap-2 rounded-[10px] border border-hairline bg-surface px-3 text-sm focus-within:border-accent sm:h-9">
        <span className="sr-only">{t('otherDay')}</span>
        <input
          type="date"
          min={tomorrow}
          defaultValue={reminder.on}
          disabled={snooze.isPending}
          className="h-full bg-transparent outline-none"
          // Typing passes through days that are not meant: it is moved when the field is left.
          onBlur={(event) => {
            const on = event.currentTarget.value;
            if (on >= tomorrow && on !== reminder.on) moveTo(on);
          }}
        />
      </label>
      <Button kind="loss" className="h-11 sm:h-9" onClick={() => setAsking(true)}>
        <Trash2 className="size-4" aria-hidden />
        {t('remove')}
      </Button>
    </div>
  );
}
