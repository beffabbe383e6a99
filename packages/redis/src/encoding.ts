import type { EventDraft, FriendsEvent } from '@friendsai/schema';

/** An event as it is stored and sent, but for its numbers, which the script puts in front. */
export function encodeDraft(draft: EventDraft): string {
  const { at, contactId, runId, taskId, event } = draft;
  return JSON.stringify({ at, contactId, runId, taskId, event });
}

/** What the script stored. Only we write there, and every event has passed the schema's types on its way in. */
export function readEvent(body: string): FriendsEvent {
  return JSON.parse(body);
}
