import { z } from 'zod';
import type { DemoModel } from '../server.ts';

const Message = z.strictObject({
  role: z.literal('assistant'),
  content: z.string().nullable(),
  tool_calls: z
    .array(
      z.strictObject({
        id: z.string(),
        type: z.literal('function'),
        function: z.strictObject({ name: z.string(), arguments: z.string() }),
      }),
    )
    .optional(),
});
const Usage = z.strictObject({ prompt_tokens: z.int(), completion_tokens: z.int(), total_tokens: z.int() });
const head = { id: z.string().startsWith('chatcmpl-'), created: z.int(), model: z.literal('friendsai-demo') };

/** A whole answer, strictly. */
export const Completion = z.strictObject({
  ...head,
  object: z.literal('chat.completion'),
  choices: z.tuple([
    z.strictObject({ index: z.literal(0), message: Message, finish_reason: z.enum(['stop', 'tool_calls']) }),
  ]),
  usage: Usage,
});

const Delta = z.strictObject({
  role: z.literal('assistant').optional(),
  content: z.string().nullish(),
  tool_calls: z
    .array(
      z.strictObject({
        index: z.int().nonnegative(),
        id: z.string().optional(),
        type: z.literal('function').optional(),
        function: z.strictObject({ name: z.string().optional(), arguments: z.string() }),
      }),
    )
    .optional(),
});
/** One chunk of a stream, strictly. */
const Chunk = z.strictObject({
  ...head,
  object: z.literal('chat.completion.chunk'),
  choices: z.array(
    z.strictObject({
      index: z.literal(0),
      delta: Delta,
      finish_reason: z.enum(['stop', 'tool_calls']).nullable(),
    }),
  ),
  usage: Usage.optional(),
});

/** The chunks of a stream: nothing but `data:` events, each ended by an empty line, the last of them `[DONE]`. */
export function chunksOf(stream: string): z.infer<typeof Chunk>[] {
  const events = stream.split('\n\n');
  if (events.pop() !== '' || events.pop() !== 'data: [DONE]') throw new Error('the stream has no proper end');
  return events.map((event) => {
    const json = /^data: (.*)$/.exec(event)?.[1];
    if (json === undefined) throw new Error(`no data event: ${event}`);
    return Chunk.parse(JSON.parse(json));
  });
}

type Message = { role: string; content: unknown; [key: string]: unknown };
export const user = (content: unknown): Message => ({ role: 'user', content });
export const butler = (content: string): Message => ({ role: 'assistant', content });
export const about = (profile: object): Message => ({
  role: 'system',
  content: `You are the butler.\n<contact-profile>\n${JSON.stringify(profile)}\n</contact-profile>`,
});
export const CONTACT_GET = {
  type: 'function',
  function: { name: 'contact_get', description: 'The profile.', parameters: { type: 'object' } },
};

/** Posts a request for a completion. */
export const ask = (model: DemoModel, body: object, init: RequestInit = {}): Promise<Response> =>
  fetch(`${model.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'friendsai-demo', ...body }),
    ...init,
  });
