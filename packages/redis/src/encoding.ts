import type { EventDraft, FriendsEvent } from '@friendsai/schema';

/** An event as it is stored, published and sent: its numbers, and the whole of it as JSON. Whoever only passes it on need not read it. */
export type StoredEvent = { readonly epoch: number; readonly seq: number; readonly body: string };

/** An event as it is stored and sent, but for its numbers, which the script puts in front. */
export function encodeDraft(draft: EventDraft): string {
  const { at, contactId, runId, taskId, event } = draft;
  return JSON.stringify({ at, contactId, runId, taskId, event });
}

const NUMBERS = /^\{"seq":(\d+),"epoch":(\d+),/;

/** The numbers that the script put in front. */
export function storedEvent(body: string): StoredEvent {
  const [, seq, epoch] = NUMBERS.exec(body) ?? [];
  return { epoch: Number(epoch), seq: Number(seq), body };
}

/** What the script stored. Only we write there, and every event has passed the schema's types on its way in. */
export function readEvent({ body }: StoredEvent): FriendsEvent {
  return JSON.parse(body);
}
