'use client';

import { Day } from '@friendsai/schema';
import { type FormEvent, type KeyboardEvent, useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../components/button.tsx';
import { TextAreaField, TextField } from '../components/field.tsx';
import { fieldsOf, readJson, withTexts } from './edit-input.ts';
import { useWords } from './use-words.ts';

/** What is longer than this has more than a line to be written in. */
const ONE_LINE_CHARS = 60;

/** The input of a call, to be changed before the yes. `onDone` gets it as JSON text. */
export function EditForm({
  input,
  disabled,
  onDone,
  onCancel,
}: {
  input: string;
  disabled: boolean;
  onDone: (input: string) => void;
  onCancel: () => void;
}) {
  const t = useTranslations('confirm');
  const common = useTranslations('common');
  const { label } = useWords();
  const formId = useId();
  const [first] = useState(() => fieldsOf(input));
  const [fields, setFields] = useState(first);
  // What cannot be changed field by field is shown as it is.
  const [json, setJson] = useState<string | null>(first ? null : pretty(input));
  const invalid = json !== null && readJson(json) === undefined;

  const write = (index: number, value: string) =>
    setFields(fields?.map((each, at) => (at === index ? { ...each, value } : each)) ?? null);

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (invalid || disabled) return;
    onDone(json === null ? withTexts(input, fields ?? []) : json);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || event.nativeEvent.isComposing) return;
    event.stopPropagation();
    onCancel();
  }

  return (
    <form id={formId} className="flex flex-col gap-3" onSubmit={submit} onKeyDown={onKeyDown}>
      {json === null ? (
        fields?.map(({ path, name, value }, index) => {
          // As it was asked: a field that changed its kind while one writes in it would lose the focus and the word begun.
          const asked = first?.[index]?.value ?? '';
          const Field = asked.length > ONE_LINE_CHARS || asked.includes('\n') ? TextAreaField : TextField;
          return (
            <Field
              key={path.join('.')}
              label={label(name)}
              value={value}
              dir="auto"
              // What is half written is no day yet.
              {...(Day.safeParse(asked).success ? { type: 'date', required: true } : {})}
              autoFocus={index === 0}
              onChange={({ currentTarget }) => write(index, currentTarget.value)}
            />
          );
        })
      ) : (
        <TextAreaField
          label={t('asJson')}
          value={json}
          autoFocus
          spellCheck={false}
          className="field-sizing-content max-h-80 font-mono text-[13px]"
          error={invalid ? t('invalidJson') : undefined}
          onChange={(event) => setJson(event.currentTarget.value)}
        />
      )}
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" kind="primary" disabled={disabled || invalid}>
          {t('yesChanged')}
        </Button>
        <Button onClick={onCancel}>{common('cancel')}</Button>
        {json === null && (
          <Button
            kind="quiet"
            size="small"
            className="ml-auto text-soft"
            onClick={() => setJson(pretty(withTexts(input, fields ?? [])))}
          >
            {t('asJson')}
          </Button>
        )}
      </div>
    </form>
  );
}

function pretty(input: string): string {
  const value = readJson(input);
  return value === undefined ? input : JSON.stringify(value, null, 2);
}
