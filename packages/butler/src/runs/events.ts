import type { RuntimeEvent } from '@friendsai/runtime';
import {
  type AguiEvent,
  type ChannelRef,
  ERRORS,
  type ErrorCode,
  type EventDraft,
  EventType,
  type MessageId,
  type RunId,
  type RunStartedMetadata,
  type SendInput,
  type SendResult,
  type UserMessageMetadata,
} from '@friendsai/schema';

type Run = {
  runId: RunId;
  contactId: ChannelRef;
  messageId: MessageId;
  replyMessageId: MessageId;
  attempt: number;
};

/** AG-UI's name for a conversation is thread; ours is the channel, named by its contact. */
const threadIdOf = (contactId: ChannelRef): string => contactId;

function draft(contactId: ChannelRef, runId: RunId | null, event: AguiEvent): EventDraft {
  return { at: new Date().toISOString(), contactId, runId, taskId: null, event };
}

/** A run's own event, ready for the stream. RUN_STARTED is told which message the run answers. */
export function runDraft(run: Run, event: RuntimeEvent): EventDraft {
  if (event.type !== EventType.RUN_STARTED) return draft(run.contactId, run.runId, event);
  const { messageId, replyMessageId, attempt } = run;
  const metadata: RunStartedMetadata = { messageId, replyMessageId, attempt };
  return draft(run.contactId, run.runId, { ...event, metadata });
}

/** The user's message as AG-UI has it: opened, said whole, closed; outside its run, which may still wait. */
export function userMessageDrafts(input: SendInput, sent: SendResult): EventDraft[] {
  const { messageId } = sent;
  const metadata: UserMessageMetadata = {
    clientMessageId: input.clientMessageId,
    runId: sent.runId,
    position: sent.position,
  };
  const events: AguiEvent[] = [
    { type: EventType.TEXT_MESSAGE_START, messageId, role: 'user', metadata },
    { type: EventType.TEXT_MESSAGE_CONTENT, messageId, delta: input.text },
    { type: EventType.TEXT_MESSAGE_END, messageId },
  ];
  return events.map((event) => draft(input.contactId, null, event));
}

export function runStarted(run: Run): RuntimeEvent {
  return { type: EventType.RUN_STARTED, threadId: threadIdOf(run.contactId), runId: run.runId };
}

export function runCancelled(run: Run): RuntimeEvent {
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
