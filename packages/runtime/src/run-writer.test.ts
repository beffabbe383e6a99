import { EventSchema } from '@ag-ui/core/schemas';
import { EventType, MessageId, newId, RunId, TenantId } from '@friendsai/schema';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RuntimeEvent } from './adapter.ts';
import { createRunWriter } from './run-writer.ts';

const run = () => ({
  tenantId: newId(TenantId),
  contactId: 'journal' as const,
  runId: newId(RunId),
  replyMessageId: newId(MessageId),
});

const act = fc.oneof(
  fc.record({ kind: fc.constant('text' as const), words: fc.string() }),
  fc.record({ kind: fc.constant('start' as const), tool: fc.constantFrom('a', 'b', 'c') }),
  fc.record({ kind: fc.constant('result' as const), tool: fc.constantFrom('a', 'b', 'c') }),
  fc.record({ kind: fc.constantFrom('finish' as const, 'cancel' as const, 'fail' as const) }),
);

test('whatever order a runtime reports in, a run reads as AG-UI has it: opened before said, closed before the end, one end', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 30 }), (acts) => {
      const writer = createRunWriter(run());
      const events: RuntimeEvent[] = writer.started();
      for (const step of acts) {
        if (step.kind === 'text') events.push(...writer.text(step.words));
        else if (step.kind === 'start') events.push(...writer.toolStarted(step.tool, 'tool', {}));
        else if (step.kind === 'result') events.push(...writer.toolEnded(step.tool, 'done'));
        else if (step.kind === 'finish') events.push(...writer.finished(null));
        else if (step.kind === 'cancel') events.push(...writer.cancelled());
        else events.push(...writer.failed('MODEL_FAILED'));
      }
      events.push(...writer.finished(null));

      for (const event of events) expect(EventSchema.safeParse(event).success).toBe(true);
      expect(events[0]?.type).toBe(EventType.RUN_STARTED);
      const ends = events.filter(
        ({ type }) => type === EventType.RUN_FINISHED || type === EventType.RUN_ERROR,
      );
      expect(ends).toEqual([events.at(-1)]);
      const open = new Set<string>();
      let said = '';
      for (const event of events) {
        if (event.type === EventType.TEXT_MESSAGE_START) open.add(event.messageId);
        if (event.type === EventType.TEXT_MESSAGE_CONTENT) {
          expect(open.has(event.messageId)).toBe(true);
          expect(event.delta).not.toBe('');
          said += event.delta;
        }
        if (event.type === EventType.TEXT_MESSAGE_END) expect(open.delete(event.messageId)).toBe(true);
        if (event.type === EventType.TOOL_CALL_START) open.add(event.toolCallId);
        if (event.type === EventType.TOOL_CALL_END) expect(open.delete(event.toolCallId)).toBe(true);
      }
      expect([...open]).toEqual([]);
      expect(said).toBe(writer.said);
    }),
  );
});
