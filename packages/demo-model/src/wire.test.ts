import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type DemoModel, startDemoModel } from './server.ts';
import { about, ask, butler, CONTACT_GET, Completion, chunksOf, user } from './testing/ask.ts';
import { piecesOf } from './wire.ts';

let model: DemoModel;
beforeAll(async () => {
  model = await startDemoModel();
});
afterAll(() => model.close());

const complete = async (body: object) => Completion.parse(await (await ask(model, body)).json());
const Refusal = z.strictObject({
  error: z.strictObject({
    message: z.string().min(1),
    type: z.string(),
    param: z.string().nullable(),
    code: z.string().nullable(),
  }),
});

test('a stream: the role first, words, a reason to stop, usage, [DONE]; joined it is the whole answer', async () => {
  const messages = [user('Mei likes tea')];
  const response = await ask(model, { messages, stream: true, stream_options: { include_usage: true } });
  expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
  const chunks = chunksOf(await response.text());
  const whole = await complete({ messages });

  expect(chunks[0]?.choices[0]?.delta).toEqual({ role: 'assistant', content: '' });
  expect(chunks.slice(1).every(({ choices }) => choices[0]?.delta.role === undefined)).toBe(true);
  expect(new Set(chunks.map(({ id }) => id)).size).toBe(1);
  const reasons = chunks.flatMap(({ choices }) => choices.map((choice) => choice.finish_reason));
  expect(reasons.filter(Boolean)).toEqual(['stop']);
  expect(reasons.at(-1)).toBe('stop');
  expect(chunks.at(-1)).toMatchObject({ choices: [], usage: whole.usage });
  const said = chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('');
  expect(said).toBe(whole.choices[0].message.content);
  expect(chunks.length).toBeGreaterThan(5);
});

test('without include_usage no chunk has usage', async () => {
  const chunks = chunksOf(await (await ask(model, { messages: [user('hi')], stream: true })).text());
  expect(chunks.every(({ usage, choices }) => usage === undefined && choices.length === 1)).toBe(true);
});

test('a tool call, whole and streamed', async () => {
  const messages = [user('hi')];
  const tools = [CONTACT_GET];
  model.control.callToolNext('contact_get', { reason: '她 asked' });
  const [choice] = (await complete({ messages, tools })).choices;
  expect(choice.finish_reason).toBe('tool_calls');
  expect(choice.message.content).toBeNull();
  expect(choice.message.tool_calls?.[0]?.function.name).toBe('contact_get');
  expect(JSON.parse(choice.message.tool_calls?.[0]?.function.arguments ?? '')).toEqual({
    reason: '她 asked',
  });

  model.control.callToolNext('contact_get', { reason: '她 asked' });
  const chunks = chunksOf(await (await ask(model, { messages, tools, stream: true })).text());
  const calls = chunks.flatMap(({ choices }) => choices[0]?.delta.tool_calls ?? []);
  expect(calls[0]).toMatchObject({ type: 'function', function: { name: 'contact_get', arguments: '' } });
  expect(calls.slice(1).every(({ id, type }) => id === undefined && type === undefined)).toBe(true);
  expect(JSON.parse(calls.map((call) => call.function.arguments).join(''))).toEqual({ reason: '她 asked' });
  expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe('tool_calls');
});

test('several tool calls at once, whole and streamed: each has its index and an id of its own', async () => {
  const body = { messages: [user('hi')], tools: [CONTACT_GET] };
  const wanted = [
    { name: 'contact_get', input: { reason: '她 asked' } },
    { name: 'contact_get', input: {} },
    { name: 'contact_get', input: { again: true } },
  ];
  model.control.callToolsNext(wanted);
  const [whole] = (await complete(body)).choices;
  expect(whole.message.tool_calls?.map((call) => JSON.parse(call.function.arguments))).toEqual(
    wanted.map(({ input }) => input),
  );
  expect(new Set(whole.message.tool_calls?.map(({ id }) => id)).size).toBe(3);

  model.control.callToolsNext(wanted);
  const chunks = chunksOf(await (await ask(model, { ...body, stream: true })).text());
  const deltas = chunks.flatMap(({ choices }) => choices[0]?.delta.tool_calls ?? []);
  const byIndex = Map.groupBy(deltas, ({ index }) => index);
  expect([...byIndex.keys()]).toEqual([0, 1, 2]);
  const joined = [...byIndex.values()].map((calls) => calls.map((call) => call.function.arguments).join(''));
  expect(joined.map((json) => JSON.parse(json))).toEqual(wanted.map(({ input }) => input));
  expect(new Set(deltas.flatMap(({ id }) => id ?? [])).size).toBe(3);
});

test.each([
  [
    'parts',
    [
      user([
        { type: 'text', text: 'Mei ' },
        { type: 'image_url', image_url: {} },
        { type: 'text', text: 'sings' },
      ]),
    ],
  ],
  ['a developer', [{ role: 'developer', content: 'x' }, user('Mei sings')]],
  [
    'nothing said by the assistant',
    [
      user('a'),
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: '1', type: 'function', function: { name: 'x', arguments: '{}' } }],
      },
      { role: 'tool', tool_call_id: '1', content: 'ok' },
      user('Mei sings'),
    ],
  ],
])('messages may have %s', async (_, messages) => {
  const { choices } = await complete({ messages, temperature: 0.2, tools: null, stream: null });
  expect(choices[0].message.content).toContain('Mei sings');
});

test('usage is counted: four bytes to a token, the same for the same text', async () => {
  const { usage } = await complete({ messages: [user('x'.repeat(400))] });
  expect(usage.prompt_tokens).toBe(100);
  expect(usage.total_tokens).toBe(usage.prompt_tokens + usage.completion_tokens);
});

test.each([
  ['no JSON', '{', 400, null],
  ['no messages', '{"model":"x"}', 400, 'messages'],
  [
    'a role that there is not',
    '{"model":"x","messages":[{"role":"king","content":""}]}',
    400,
    'messages.0.role',
  ],
  ['a list', '[]', 400, null],
  ['more than it reads', 'x'.repeat(9 * 1024 ** 2), 413, null],
])('%s is refused', async (_, body, status, param) => {
  const response = await fetch(`${model.url}/v1/chat/completions`, { method: 'POST', body });
  expect(response.status).toBe(status);
  expect(Refusal.parse(await response.json()).error.param).toBe(param);
});

test('other paths: the model list, health, nothing else', async () => {
  const get = async (path: string) => (await fetch(`${model.url}${path}`)).json();
  expect(await get('/v1/models')).toMatchObject({ object: 'list', data: [{ id: 'friendsai-demo' }] });
  expect(await get('/v1/models/friendsai-demo')).toMatchObject({ object: 'model' });
  expect(await get('/healthz')).toEqual({ ok: true });
  Refusal.parse(await get('/v1/nothing'));
  // Without `controls` there are none.
  Refusal.parse(await get('/control/forget'));
});

test('with a key, /v1 wants it', async () => {
  const locked = await startDemoModel({ apiKey: 'k-1' });
  const status = async (headers: Record<string, string>) =>
    (await fetch(`${locked.url}/v1/models`, { headers })).status;
  expect(await status({})).toBe(401);
  expect(await status({ authorization: 'Bearer k-2' })).toBe(401);
  expect(await status({ authorization: 'Bearer k-1' })).toBe(200);
  expect((await fetch(`${locked.url}/healthz`)).status).toBe(200);
  await locked.close();
});

test('a megabyte in one message is answered', async () => {
  const messages = [
    user(`她说${'很长的话，没有尽头 and on '.repeat(40_000)}`),
    butler('ok'),
    user('她说了什么？'),
  ];
  expect((await complete({ messages })).choices[0].message.content).toContain('…');
});

test('of what a test may look at: the texts, the tools, the hour', async () => {
  await ask(model, { messages: [about({ name: 'Mei' }), user('recorded')], tools: [CONTACT_GET] });
  const recorded = model.requests.at(-1);
  expect(recorded?.turns.map(({ role }) => role)).toEqual(['system', 'user']);
  expect(recorded?.toolNames).toEqual(['contact_get']);
  expect(recorded?.at).toBeInstanceOf(Date);
});

describe('whatever is said', () => {
  const words = fc.string({ unit: 'grapheme', maxLength: 60 });
  const language = fc.constantFrom(
    '她喜欢什么',
    'Where does she live',
    '谢谢，',
    'Hello, ',
    '?',
    '提醒我',
    '\n',
    '。',
  );
  const text = fc.array(fc.oneof(words, language), { maxLength: 6 }).map((parts) => parts.join(''));
  const messages = fc
    .array(fc.tuple(fc.constantFrom('user', 'assistant', 'tool'), text), { maxLength: 5 })
    .map((turns) => turns.map(([role, content]) => ({ role, content })));

  test('the same request has the same answer, to the byte, and a stream is the whole in pieces', () =>
    fc.assert(
      fc.asyncProperty(
        messages,
        text,
        fc.record({ name: text, note: text }),
        async (earlier, last, profile) => {
          const request = { messages: [about(profile), ...earlier, user(last)] };
          const [one, two, stream, again] = await Promise.all(
            [request, request, { ...request, stream: true }, { ...request, stream: true }].map(async (body) =>
              (await ask(model, body)).text(),
            ),
          );
          expect(one).toBe(two);
          expect(stream).toBe(again);
          const said = chunksOf(stream ?? '').map(({ choices }) => choices[0]?.delta.content ?? '');
          const whole = Completion.parse(JSON.parse(one ?? '')).choices[0].message.content;
          expect(said.join('')).toBe(whole);
          expect(whole).not.toBe('');
        },
      ),
      { numRuns: 150 },
    ));

  test('pieces lose nothing', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (whole) => {
        expect(piecesOf(whole).join('')).toBe(whole);
      }),
    ));
});
