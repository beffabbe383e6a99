import { customEvent, ERRORS, type ErrorCode, EventType, type Usage } from '@friendsai/schema';
import type { RunRef, RuntimeEvent } from './adapter.ts';

/**
 * Writes one run's events in AG-UI's order, whatever order a runtime reports in: what is opened is closed before the end, and
 * there is one end. Every adapter writes through it. Each method gives the events to yield, possibly none.
 */
export function createRunWriter({
  contactId,
  runId,
  replyMessageId,
}: Pick<RunRef, 'contactId' | 'runId' | 'replyMessageId'>) {
  const openTools = new Set<string>();
  let textOpen = false;
  let paragraphDue = false;
  let said = '';
  let ended = false;

  function close(): RuntimeEvent[] {
    const events: RuntimeEvent[] = [...openTools].map((toolCallId) => ({
      type: EventType.TOOL_CALL_END,
      toolCallId,
    }));
    openTools.clear();
    if (textOpen) events.push({ type: EventType.TEXT_MESSAGE_END, messageId: replyMessageId });
    textOpen = false;
    return events;
  }

  function end(event: RuntimeEvent): RuntimeEvent[] {
    if (ended) return [];
    ended = true;
    return [...close(), event];
  }

  return {
    /** What has been said so far. */
    get said(): string {
      return said;
    },
    get ended(): boolean {
      return ended;
    },
    started(): RuntimeEvent[] {
      return [{ type: EventType.RUN_STARTED, threadId: contactId, runId }];
    },
    text(words: string): RuntimeEvent[] {
      if (ended || words === '') return [];
      // What is said after a tool was used is a paragraph of its own.
      const delta = paragraphDue && said !== '' ? `\n\n${words}` : words;
      paragraphDue = false;
      said += delta;
      const events: RuntimeEvent[] = [];
      if (!textOpen)
        events.push({ type: EventType.TEXT_MESSAGE_START, messageId: replyMessageId, role: 'assistant' });
      textOpen = true;
      return [...events, { type: EventType.TEXT_MESSAGE_CONTENT, messageId: replyMessageId, delta }];
    },
    toolStarted(toolCallId: string, toolCallName: string, input: unknown): RuntimeEvent[] {
      if (ended || openTools.has(toolCallId)) return [];
      openTools.add(toolCallId);
      paragraphDue = true;
      return [
        { type: EventType.TOOL_CALL_START, toolCallId, toolCallName, parentMessageId: replyMessageId },
        { type: EventType.TOOL_CALL_ARGS, toolCallId, delta: JSON.stringify(input ?? {}) },
      ];
    },
    toolEnded(toolCallId: string, content: string): RuntimeEvent[] {
      if (ended || !openTools.delete(toolCallId)) return [];
      return [
        { type: EventType.TOOL_CALL_END, toolCallId },
        {
          type: EventType.TOOL_CALL_RESULT,
          messageId: `${toolCallId}-result`,
          toolCallId,
          content,
          role: 'tool',
        },
      ];
    },
    finished(usage: Usage | null): RuntimeEvent[] {
      if (ended) return [];
      const counted = usage ? [customEvent('usage', usage)] : [];
      return [
        ...close(),
        ...counted,
        ...end({ type: EventType.RUN_FINISHED, threadId: contactId, runId, outcome: { type: 'success' } }),
      ];
    },
    cancelled(): RuntimeEvent[] {
      return end({
        type: EventType.RUN_FINISHED,
        threadId: contactId,
        runId,
        outcome: { type: 'cancelled' },
      });
    },
    failed(code: ErrorCode): RuntimeEvent[] {
      return end({ type: EventType.RUN_ERROR, code, message: ERRORS[code].message });
    },
  };
}
export type RunWriter = ReturnType<typeof createRunWriter>;
