import type { AguiEvent } from '@friendsai/schema';
import { EventType } from '@friendsai/schema';

/**
 * What one run has put into the stream, short of its final event: enough to go on from it, to close it and to say all of it
 * again. Text that stood in many events stands in one.
 */
export function createSaid() {
  const events: AguiEvent[] = [];
  const openTools = new Set<string>();
  const toolCallIds = new Set<string>();
  let openText: string | null = null;
  let text = '';
  let started = false;
  let ended = false;

  return {
    /** All of it, as briefly as it can be said. */
    get events(): readonly AguiEvent[] {
      return events;
    },
    get text(): string {
      return text;
    },
    get started(): boolean {
      return started;
    },
    /** The final event has been said, too. */
    get ended(): boolean {
      return ended;
    },
    get isTextOpen(): boolean {
      return openText !== null;
    },
    get toolCallIds(): ReadonlySet<string> {
      return toolCallIds;
    },
    get openToolCallIds(): ReadonlySet<string> {
      return openTools;
    },
    note(event: AguiEvent): void {
      const last = events.at(-1);
      if (event.type === EventType.TEXT_MESSAGE_CONTENT) {
        text += event.delta;
        if (last?.type === EventType.TEXT_MESSAGE_CONTENT && last.messageId === event.messageId) {
          events[events.length - 1] = { ...last, delta: last.delta + event.delta };
          return;
        }
      }
      if (event.type === EventType.RUN_FINISHED || event.type === EventType.RUN_ERROR) {
        ended = true;
        return;
      }
      if (event.type === EventType.RUN_STARTED) {
        // Said again after numbering had restarted, or by a new owner that found nothing: what came before does not count.
        events.length = 0;
        openTools.clear();
        toolCallIds.clear();
        openText = null;
        text = '';
        started = true;
      }
      if (event.type === EventType.TEXT_MESSAGE_START) openText = event.messageId;
      if (event.type === EventType.TEXT_MESSAGE_END) openText = null;
      if (event.type === EventType.TOOL_CALL_START) {
        toolCallIds.add(event.toolCallId);
        openTools.add(event.toolCallId);
      }
      if (event.type === EventType.TOOL_CALL_END) openTools.delete(event.toolCallId);
      events.push(event);
    },
    /** What closes everything that is open. */
    closing(): AguiEvent[] {
      const closing: AguiEvent[] = [...openTools].map((toolCallId) => ({
        type: EventType.TOOL_CALL_END,
        toolCallId,
      }));
      if (openText !== null) closing.push({ type: EventType.TEXT_MESSAGE_END, messageId: openText });
      return closing;
    },
  };
}
export type Said = ReturnType<typeof createSaid>;
