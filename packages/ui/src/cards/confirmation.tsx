'use client';

import type { ToolCallView } from '@friendsai/schema';
import { Hand } from 'lucide-react';
import { type FormEvent, type KeyboardEvent, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../components/button.tsx';
import { TextField } from '../components/field.tsx';
import { useLive, useLiveState } from '../live/index.ts';
import { ActFault } from './act-fault.tsx';
import { Clamped } from './clamped.tsx';
import { EditForm } from './edit-form.tsx';
import { Trust } from './trust.tsx';
import { useWords } from './use-words.ts';

/** A question of the butler's: what exactly would happen, to whom, with what, and why it asks. Amber, because it waits. */
export function Confirmation({ call, onAnswer }: { call: ToolCallView; onAnswer: () => void }) {
  const t = useTranslations('confirm');
  const { label, value, deed } = useWords();
  const live = useLive();
  const going = useLiveState((state) => state.acts[call.id]?.state === 'going');
  const [mode, setMode] = useState<'asked' | 'no' | 'edit'>('asked');
  const buttons = useRef<HTMLDivElement>(null);
  const title = t('wants', { deed: deed(call.tool) });

  function say(decision: { decision: 'approve'; input?: string } | { decision: 'reject'; reason?: string }) {
    onAnswer();
    void live.decide([{ toolCallId: call.id, ...decision }]);
  }

  /** The focus goes back to the button that opened what is closed now. */
  function back(): void {
    const from = mode;
    setMode('asked');
    requestAnimationFrame(() =>
      buttons.current?.querySelector<HTMLElement>(`[data-opens="${from}"]`)?.focus(),
    );
  }

  return (
    <section aria-label={title} className="flex gap-3 bg-wait-soft/60 px-4 py-3" data-waits={call.id}>
      <Hand className="mt-1 size-4 shrink-0 text-wait" strokeWidth={1.75} aria-hidden />
      <div className="flex min-w-0 flex-1 flex-col gap-3 text-sm leading-6">
        <div>
          <h3 className="font-medium [overflow-wrap:anywhere] first-letter:uppercase">{title}</h3>
          {call.asksBecause && <p className="text-[13px] text-wait">{t(call.asksBecause)}</p>}
        </div>
        {mode === 'edit' ? (
          <EditForm
            input={call.input}
            disabled={going}
            onDone={(input) =>
              say(input === call.input ? { decision: 'approve' } : { decision: 'approve', input })
            }
            onCancel={back}
          />
        ) : (
          <dl className="grid grid-cols-[minmax(64px,max-content)_1fr] gap-x-3 gap-y-1">
            {call.details.map((detail, index) => (
              // A label may come more than once; their order never changes.
              <div key={index} className="contents">
                <dt dir="auto" className="max-w-32 text-[13px] text-soft leading-6 [overflow-wrap:anywhere]">
                  {label(detail.label)}
                </dt>
                <dd className="min-w-0">
                  <Clamped text={value(detail)} large />
                </dd>
              </div>
            ))}
          </dl>
        )}
        {mode === 'no' && (
          <Reason
            disabled={going}
            onNo={(reason) => say({ decision: 'reject', ...reason })}
            onCancel={back}
          />
        )}
        {mode === 'asked' && (
          <div ref={buttons} className="flex flex-wrap items-center gap-2">
            <Button
              kind="primary"
              className="min-w-20"
              disabled={going}
              onClick={() => say({ decision: 'approve' })}
            >
              {going ? t('going') : t('yes')}
            </Button>
            <Button data-opens="no" className="min-w-20" disabled={going} onClick={() => setMode('no')}>
              {t('no')}
            </Button>
            {call.input !== '' && (
              <Button data-opens="edit" kind="quiet" disabled={going} onClick={() => setMode('edit')}>
                {t('edit')}
              </Button>
            )}
          </div>
        )}
        <ActFault toolCallId={call.id} />
        {call.asksBecause === 'untrusted' && mode === 'asked' && <Trust contactId={call.contactId} />}
      </div>
    </section>
  );
}

function Reason({
  disabled,
  onNo,
  onCancel,
}: {
  disabled: boolean;
  onNo: (reason: { reason?: string }) => void;
  onCancel: () => void;
}) {
  const t = useTranslations('confirm');
  const common = useTranslations('common');
  const [reason, setReason] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!disabled) onNo(reason.trim() === '' ? {} : { reason: reason.trim() });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.nativeEvent.isComposing) return;
    event.stopPropagation();
    onCancel();
  };
  return (
    <form className="flex flex-col gap-3" onSubmit={submit} onKeyDown={onKeyDown}>
      <TextField
        label={t('reason')}
        value={reason}
        maxLength={500}
        autoFocus
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" disabled={disabled}>
          {t('sayNo')}
        </Button>
        <Button kind="quiet" onClick={onCancel}>
          {common('back')}
        </Button>
      </div>
    </form>
  );
}
