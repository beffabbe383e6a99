'use client';

import { useTranslations } from 'use-intl';

const TOOLS = [
  'contact_find',
  'contact_get',
  'contact_update',
  'note_add',
  'interaction_log',
  'timeline_read',
  'reminder_create',
  'reminder_list',
  'reminder_complete',
  'memory_search',
  'memory_read',
  'memory_write',
  'file_list',
  'file_read',
  'analyse_file',
  'draft_propose',
  'journal_concerns',
] as const;

/** Says in plain words what a tool is at. `person`: whom the conversation is about; null in the journal. */
export function useToolAtWork(person: string | null): (tool: string) => string {
  const t = useTranslations('tools.atWork');
  return (tool) => {
    if (person !== null && tool === 'contact_get') return t('contact_get_of', { name: person });
    if (person !== null && tool === 'timeline_read') return t('timeline_read_of', { name: person });
    return t(TOOLS.find((each) => each === tool) ?? 'any');
  };
}
