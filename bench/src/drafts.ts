import { customEvent, type EventDraft, newId, TenantId } from '@friendsai/schema';

const notice = customEvent('notice', { kind: 'account.changed' });
/** No run's: whoever reads it has nothing to do. */
const runId = null;

/** An event as small as they come, with an id to know it by: some 200 bytes in the stream. */
export function markedDraft(): { mark: string; draft: EventDraft } {
  const mark = newId(TenantId);
  const draft = { at: new Date().toISOString(), contactId: null, runId, taskId: mark, event: notice };
  return { mark, draft };
}

/** So many of them. */
export const someDrafts = (count: number): EventDraft[] =>
  Array.from({ length: count }, () => markedDraft().draft);
