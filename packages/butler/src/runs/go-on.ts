import type { RuntimeEvent } from '@friendsai/runtime';
import { EventType } from '@friendsai/schema';
import type { Said } from './said.ts';

/**
 * Of a run's events from its beginning, those that have not been said. What is told anew in other words (a turn that was
 * answered again from its beginning, or that the runtime resumed) follows as a paragraph of its own: said words are not
 * taken back.
 *
 * @param said what had been said before the first of these events; it may grow while they are read.
 */
export async function* goOn(
  said: Said,
  events: AsyncIterable<RuntimeEvent>,
): AsyncGenerator<RuntimeEvent, void, undefined> {
  const before = said.text;
  const { started } = said;
  const toolCallIds = new Set(said.toolCallIds);
  const openTools = new Set(said.openToolCallIds);
  let textOpen = said.isTextOpen;
  let heard = '';
  let isNew = before === '';

  /** Of a piece of text, what is new; nothing as long as all that was heard may have been said. */
  function newPart(delta: string): string {
    heard += delta;
    if (isNew) return delta;
    if (before.startsWith(heard)) return '';
    isNew = true;
    return heard.startsWith(before) ? heard.slice(before.length) : `\n\n${heard}`;
  }

  for await (const event of events) {
    switch (event.type) {
      case EventType.RUN_STARTED:
        if (!started) yield event;
        break;
      case EventType.TEXT_MESSAGE_START:
        // Opened with its first new text.
        break;
      case EventType.TEXT_MESSAGE_CONTENT: {
        const delta = newPart(event.delta);
        if (delta === '') break;
        const { messageId } = event;
        if (!textOpen) yield { type: EventType.TEXT_MESSAGE_START, messageId, role: 'assistant' };
        textOpen = true;
        yield { ...event, delta };
        break;
      }
      case EventType.TEXT_MESSAGE_END:
        if (textOpen) yield event;
        textOpen = false;
        break;
      case EventType.TOOL_CALL_START:
      case EventType.TOOL_CALL_ARGS:
        if (!toolCallIds.has(event.toolCallId)) yield event;
        break;
      case EventType.TOOL_CALL_END:
        if (!toolCallIds.has(event.toolCallId) || openTools.delete(event.toolCallId)) yield event;
        break;
      default:
        yield event;
    }
  }
}
