import type { RuntimeEvent } from '@friendsai/runtime';
import { EventType } from '@friendsai/schema';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { goOn } from './go-on.ts';
import { createSaid } from './said.ts';

const START: RuntimeEvent = { type: EventType.RUN_STARTED, threadId: 't', runId: 'r' };
const END: RuntimeEvent = { type: EventType.RUN_FINISHED, threadId: 't', runId: 'r' };
const OPEN: RuntimeEvent = { type: EventType.TEXT_MESSAGE_START, messageId: 'm', role: 'assistant' };
const CLOSE: RuntimeEvent = { type: EventType.TEXT_MESSAGE_END, messageId: 'm' };
const text = (delta: string): RuntimeEvent => ({
  type: EventType.TEXT_MESSAGE_CONTENT,
  messageId: 'm',
  delta,
});

const whole = (pieces: readonly string[]) => [START, OPEN, ...pieces.map(text), CLOSE, END];

async function* stream(events: readonly RuntimeEvent[]) {
  yield* events;
}

/** What is new, when so much had been said; noted as it comes, as whoever says it does. */
async function rest(before: readonly RuntimeEvent[], again: readonly RuntimeEvent[]) {
  const said = createSaid();
  for (const event of before) said.note(event);
  const yielded: RuntimeEvent[] = [];
  for await (const event of goOn(said, stream(again))) {
    said.note(event);
    yielded.push(event);
  }
  return { said, yielded };
}

const pieces = fc.array(fc.string({ minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 8 });

test('a run told again from its beginning, in other pieces, is gone on with where it stopped', async () => {
  await fc.assert(
    fc.asyncProperty(pieces, fc.nat(), fc.integer({ min: 1, max: 4 }), async (words, cutAt, size) => {
      const all = words.join('');
      const before = all.slice(0, cutAt % (all.length + 1));
      const again = all.match(new RegExp(`[\\s\\S]{1,${size}}`, 'g')) ?? [];
      const { said, yielded } = await rest(
        [START, ...(before === '' ? [] : [OPEN, text(before)])],
        whole(again),
      );
      expect(said.text).toBe(all);
      expect(yielded.filter(({ type }) => type === EventType.RUN_STARTED)).toEqual([]);
      expect(said.isTextOpen).toBe(false);
      expect(said.ended).toBe(true);
    }),
  );
});

test('an answer in other words follows as a paragraph of its own', async () => {
  const { said } = await rest([START, OPEN, text('Noted: Mei li')], whole(['As ', 'I was saying']));
  expect(said.text).toBe('Noted: Mei li\n\nAs I was saying');
});

test('an answer that says less than had been said adds nothing, and closes what was open', async () => {
  const { said, yielded } = await rest([START, OPEN, text('Noted: Mei')], whole(['Noted']));
  expect(said.text).toBe('Noted: Mei');
  expect(yielded).toEqual([CLOSE, END]);
});

test('tool calls that were said are not said again; new ones are, whole', async () => {
  const call = (toolCallId: string): RuntimeEvent[] => [
    { type: EventType.TOOL_CALL_START, toolCallId, toolCallName: 'x' },
    { type: EventType.TOOL_CALL_ARGS, toolCallId, delta: '{}' },
    { type: EventType.TOOL_CALL_END, toolCallId },
  ];
  const [start, args, end] = call('open');
  if (!start || !args || !end) throw new Error('no call');
  const { yielded } = await rest(
    [START, ...call('done'), start, args],
    [START, ...call('done'), ...call('open'), ...call('new'), END],
  );
  expect(yielded).toEqual([end, ...call('new'), END]);
});
