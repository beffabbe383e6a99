import type { RuntimeEvent } from '@friendsai/runtime';
import { EventType } from '@friendsai/schema';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { joinDeltas } from './join-deltas.ts';

const text = (delta: string): RuntimeEvent => ({
  type: EventType.TEXT_MESSAGE_CONTENT,
  messageId: 'm',
  delta,
});
const other: RuntimeEvent = { type: EventType.TOOL_CALL_END, toolCallId: 't' };

async function* from(events: RuntimeEvent[]): AsyncGenerator<RuntimeEvent> {
  for (const event of events) {
    yield event;
    await Promise.resolve();
  }
}

const said = (events: RuntimeEvent[]) =>
  events.map((event) => (event.type === EventType.TEXT_MESSAGE_CONTENT ? event.delta : '|')).join('');

test('nothing is lost, added or moved past what is not text', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(fc.string({ minLength: 1 }).map(text), fc.constant(other))),
      fc.constantFrom(0, 5),
      async (events, windowMs) => {
        const batches = await Array.fromAsync(joinDeltas(from(events), windowMs));
        expect(said(batches.flat())).toBe(said(events));
        expect(batches.every((batch) => batch.length > 0)).toBe(true);
      },
    ),
    { numRuns: 50 },
  );
});

test('the first text goes by itself; what comes within the window goes together', async () => {
  const words = ['a', 'b', 'c', 'd'].map(text);
  const batches = await Array.fromAsync(joinDeltas(from(words), 10_000));
  expect(batches.map(said)).toEqual(['a', 'bcd']);
});

test('a message’s opening goes with its first text: one entry to wait for, not two', async () => {
  const opening: RuntimeEvent = { type: EventType.TEXT_MESSAGE_START, messageId: 'm', role: 'assistant' };
  const batches = await Array.fromAsync(joinDeltas(from([other, opening, text('a'), text('b')]), 10_000));
  expect(batches.slice(0, 2)).toEqual([[other], [opening, text('a')]]);
});

test('text goes out when its window has passed, although the source is silent', async () => {
  const more = Promise.withResolvers<void>();
  async function* source(): AsyncGenerator<RuntimeEvent> {
    yield text('a');
    yield text('b');
    await more.promise;
  }
  const batches = joinDeltas(source(), 1);
  expect((await batches.next()).value).toEqual([text('a')]);
  expect((await batches.next()).value).toEqual([text('b')]);
  more.resolve();
  expect((await batches.next()).done).toBe(true);
});

test('a reader that leaves ends the source', async () => {
  let ended = false;
  async function* source(): AsyncGenerator<RuntimeEvent> {
    try {
      while (true) yield text('a');
    } finally {
      ended = true;
    }
  }
  for await (const _ of joinDeltas(source(), 0)) break;
  expect(ended).toBe(true);
});
