'use client';

import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../components/button.tsx';
import type { LinkComponent } from '../components/link.ts';
import { Segments } from '../components/segments.tsx';
import { ReminderForm } from './reminder-form.tsx';
import { ReminderList } from './reminder-list.tsx';

/** Everybody's reminders: what is to come, and what is done. */
export function Reminders({ Link }: { Link: LinkComponent }) {
  const t = useTranslations('reminders');
  const [state, setState] = useState<'open' | 'done'>('open');
  const [adding, setAdding] = useState(false);
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <Segments
          label={t('title')}
          value={state}
          onChange={setState}
          options={[
            { value: 'open', label: t('open') },
            { value: 'done', label: t('done') },
          ]}
        />
        {!adding && (
          <Button kind="primary" className="h-11 sm:h-10" onClick={() => setAdding(true)}>
            <Plus className="size-4" aria-hidden />
            {t('add')}
          </Button>
        )}
      </div>
      {adding && (
        <ReminderForm contactId={null} onSaved={() => setAdding(false)} onCancel={() => setAdding(false)} />
      )}
      <ReminderList state={state} Link={Link} />
    </div>
  );
}
