'use client';

import { type CallDetail, Day, InteractionKind } from '@friendsai/schema';
import { useLocale, useTranslations } from 'use-intl';
import { birthdayWords, dayWords } from '../i18n/dates.ts';

const LABELS = [
  'name',
  'relation',
  'organization',
  'title',
  'location',
  'birthday',
  'note',
  'daughter',
  'son',
  'partner',
  'person',
  'mother',
  'father',
  'husband',
  'wife',
  'brother',
  'sister',
  'allergies',
  'promised',
  'likes',
  'dislikes',
  'on',
  'at',
  'text',
  'kind',
  'summary',
  'label',
  'value',
  'because',
  'mode',
  'to',
  'subject',
  'body',
  'query',
  'file',
  'server',
  'tool',
] as const;

const DEEDS = [
  'contact_update',
  'note_add',
  'interaction_log',
  'reminder_create',
  'reminder_complete',
  'memory_write',
  'file_read',
  'analyse_file',
  'draft_propose',
  'journal_concerns',
] as const;

const BIRTHDAY = /^(\d{4}|-)-\d{2}-\d{2}$/;

/** How cards say things: labels and values in the reader's words, where there are such. */
export function useWords() {
  const t = useTranslations('cards');
  const deeds = useTranslations('tools.deeds');
  const locale = useLocale();
  const day = (date: string) => dayWords(date, new Date(), locale);

  function label(raw: string): string {
    const known = LABELS.find((each) => each === raw);
    return known ? t(`labels.${known}`) : raw;
  }

  /** What stands under a label: days as people say them, kinds in words. */
  function value({ label: of, value: raw }: CallDetail): string {
    if (of === 'birthday') return BIRTHDAY.test(raw) ? birthdayWords(raw, locale) : raw;
    if (Day.safeParse(raw).success) return day(raw);
    if (of === 'mode' && (raw === 'append' || raw === 'replace')) return t(`modes.${raw}`);
    const kind = of === 'kind' ? InteractionKind.safeParse(raw).data : undefined;
    return kind ? t(kind) : raw;
  }

  /** What a tool does, to stand after 'wants to' or 'could not'. */
  function deed(tool: string): string {
    const known = DEEDS.find((each) => each === tool);
    return known ? deeds(known) : deeds('any', { tool });
  }

  return { t, label, value, deed, day, locale };
}

export type Words = ReturnType<typeof useWords>;
