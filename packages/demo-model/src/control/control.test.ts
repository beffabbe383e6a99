import { afterEach, beforeEach, expect, test } from 'vitest';
import { demoModelClient } from '../client.ts';
import { type DemoModel, startDemoModel } from '../server.ts';
import { ask, Completion, chunksOf, user } from '../testing/ask.ts';

let model: DemoModel;
beforeEach(async () => {
  model = await startDemoModel({ controls: true });
});
afterEach(() => model.close());

const inProcess = () => ({
  ...model.control,
  hold: async (contains: string, afterPieces: number) => {
    const { reached, release } = model.control.hold((text) => text.includes(contains), afterPieces);
    return { reached: () => reached, release: async () => release() };
  },
});
const doors = [
  ['in process', inProcess],
  ['over HTTP', () => demoModelClient(model.url)],
] as const;
const say = (text: string, more = {}) => ask(model, { messages: [user(text)], ...more });

test.each(doors)('%s: a held stream waits until it is let go, others do not', async (_, control) => {
  const hold = await control().hold('hold me', 3);
  const response = await say('please hold me', { stream: true });
  await hold.reached();
  let isEnded = false;
  const whole = response.text().finally(() => {
    isEnded = true;
  });
  await (await say('another', { stream: true })).text();
  expect(isEnded).toBe(false);
  await hold.release();
  expect(chunksOf(await whole).length).toBeGreaterThan(5);
});

test('a hold beyond the last piece is reached at the end', async () => {
  const hold = model.control.hold(() => true, 1_000);
  const response = await say('short', { stream: true });
  await hold.reached;
  hold.release();
  chunksOf(await response.text());
});

test.each(doors)('%s: refusals, as often as asked and no oftener', async (_, control) => {
  await control().failNext(503, 2);
  const statuses = [];
  for (let n = 0; n < 3; n += 1) statuses.push((await say('hi')).status);
  expect(statuses).toEqual([503, 503, 200]);
  await control().failNext(429, 5);
  await control().forget();
  expect((await say('hi')).status).toBe(200);
});

test.each(doors)('%s: an answer, a tool call and several are given', async (_, control) => {
  await control().respondNext('Just this.');
  const scripted = Completion.parse(await (await say('hi')).json());
  expect(scripted.choices[0].message.content).toBe('Just this.');
  await control().callToolNext('look', { at: 'it' });
  const calling = Completion.parse(await (await say('hi')).json());
  expect(calling.choices[0].message.tool_calls?.[0]?.function).toEqual({
    name: 'look',
    arguments: '{"at":"it"}',
  });
  await control().callToolsNext([
    { name: 'look', input: { at: 'it' } },
    { name: 'listen', input: {} },
  ]);
  const twice = Completion.parse(await (await say('hi')).json());
  const calls = twice.choices[0].message.tool_calls ?? [];
  expect(calls.map((call) => call.function.name)).toEqual(['look', 'listen']);
});

test.each(doors)('%s: a connection breaks in mid-stream', async (_, control) => {
  await control().breakNext(2);
  const response = await say('a longer message to break', { stream: true });
  await expect(response.text()).rejects.toThrow();
  await control().breakNext(0);
  await expect(say('not even streamed')).rejects.toThrow();
});

test.each(doors)('%s: a request that is taken and never answered holds up nobody', async (_, control) => {
  await control().hangNext();
  const leaving = new AbortController();
  const hanging = ask(model, { messages: [user('hang')] }, { signal: leaving.signal });
  let isAnswered = false;
  hanging.then(
    () => {
      isAnswered = true;
    },
    () => {},
  );
  while (model.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
  expect((await say('next')).status).toBe(200);
  expect(isAnswered).toBe(false);
  leaving.abort();
  await expect(hanging).rejects.toThrow();
});

test.each([
  ['hold', '{"id":1}', 400],
  ['fail', '{"status":200,"times":1}', 400],
  ['respond', '{', 400],
  ['release', '{"id":"nobody"}', 404],
  ['reached', '{"id":"nobody"}', 404],
  ['explode', '{}', 404],
])('a bad control is refused: %s %s', async (verb, body, status) => {
  expect((await fetch(`${model.url}/control/${verb}`, { method: 'POST', body })).status).toBe(status);
});
