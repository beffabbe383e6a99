import type { RuntimeEvent } from '@friendsai/runtime';
import {
  type AguiEvent,
  type Attachment,
  type ChannelRef,
  ERRORS,
  type ErrorCode,
  type EventDraft,
  EventType,
  type MessageId,
  type RunId,
  type RunStartedMetadata,
  type UserMessageMetadata,
} from '@friendsai/schema';

/** Where a run belongs, in the words of its events. */
export type RunPlaceRef = {
  runId: RunId;
  contactId: ChannelRef;
  messageId: MessageId;
  replyMessageId: MessageId;
  attempt: number;
};

/** How a run ended, as the ledger has it. */
export type Ended = { state: 'finished' | 'cancelled' } | { state: 'failed'; errorCode: ErrorCode };

/** AG-UI's name for a conversation is thread; ours is the channel, named by its contact. */
const threadIdOf = (contactId: ChannelRef): string => contactId;

function draft(contactId: ChannelRef, runId: RunId | null, event: AguiEvent): EventDraft {
  return { at: new Date().toISOString(), contactId, runId, taskId: null, event };
}

/** A run's own event, ready for the stream. RUN_STARTED is told which message the run answers. */
export function runDraft(run: RunPlaceRef, event: RuntimeEvent): EventDraft {
  if (event.type !== EventType.RUN_STARTED) return draft(run.contactId, run.runId, event);
  const { messageId, replyMessageId, attempt } = run;
  const metadata: RunStartedMetadata = { messageId, replyMessageId, attempt };
  return draft(run.contactId, run.runId, { ...event, metadata });
}

/** A message that a run answers, in the words of its events: the user's, or a note of the system's. */
export type MessageRef = {
  role: 'user' | 'system';
  contactId: ChannelRef;
  messageId: MessageId;
  runId: RunId;
  text: string;
  position: number;
  /** Null for a note of the system's. */
  clientMessageId: string | null;
  attachments: Attachment[];
};

/** The message as AG-UI has it: opened, said whole, closed; outside its run, which may still wait. */
export function userMessageDrafts(message: MessageRef): EventDraft[] {
  const { role, contactId, messageId, runId, text, position, clientMessageId, attachments } = message;
  const metadata: UserMessageMetadata = { clientMessageId, runId, position, attachments };
  const events: AguiEvent[] = [
    { type: EventType.TEXT_MESSAGE_START, messageId, role, metadata },
    { type: EventType.TEXT_MESSAGE_CONTENT, messageId, delta: text },
    { type: EventType.TEXT_MESSAGE_END, messageId },
  ];
  return events.map((event) => draft(contactId, null, event));
}

export function runStarted(run: RunPlaceRef): RuntimeEvent {
  return { type: EventType.RUN_STARTED, threadId: threadIdOf(run.contactId), runId: run.runId };
}

function runFinished(run: RunPlaceRef): RuntimeEvent {
  return {
    type: EventType.RUN_FINISHED,
    threadId: threadIdOf(run.contactId),
    runId: run.runId,
    outcome: { type: 'success' },
  };
}

export function runCancelled(run: RunPlaceRef): RuntimeEvent {
  return {
    type: EventType.RUN_FINISHED,
    threadId: threadIdOf(run.contactId),
    runId: run.runId,
    outcome: { type: 'cancelled' },
  };
}

export function runFailed(code: ErrorCode): RuntimeEvent {
  return { type: EventType.RUN_ERROR, code, message: ERRORS[code].message };
}

/** The final event of a run that has ended so. */
export function endEvent(run: RunPlaceRef, ended: Ended): RuntimeEvent {
  if (ended.state === 'failed') return runFailed(ended.errorCode);
  return ended.state === 'cancelled' ? runCancelled(run) : runFinished(run);
}
