import { z } from 'zod';

const Part = z.looseObject({ type: z.string(), text: z.string().optional() });
const Content = z.union([z.string(), z.array(Part), z.null()]).optional();

const ToolCall = z.looseObject({
  id: z.string(),
  function: z.looseObject({ name: z.string(), arguments: z.string() }),
});

const ChatMessage = z.looseObject({
  role: z.enum(['system', 'developer', 'user', 'assistant', 'tool']),
  content: Content,
  tool_calls: z.array(ToolCall).nullish(),
  tool_call_id: z.string().nullish(),
});

/** The part of OpenAI's chat completion request that this server reads; what else is sent is let pass, as providers do. */
export const ChatRequest = z.looseObject({
  model: z.string(),
  messages: z.array(ChatMessage).min(1),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
  tools: z
    .array(z.looseObject({ type: z.literal('function'), function: z.looseObject({ name: z.string() }) }))
    .nullish(),
});
export type ChatRequest = z.infer<typeof ChatRequest>;

/** A wish to use a tool; `arguments` is JSON. */
export type ToolCall = { name: string; arguments: string };

/** One message of the context, as plain text. */
export type Turn = {
  role: ChatRequest['messages'][number]['role'];
  text: string;
  /** The tools that an assistant's turn calls. */
  toolCalls?: (ToolCall & { id: string })[];
  /** The call that a tool's turn answers. */
  answers?: string;
};

/** The text of a message, whichever of its two forms it came in, and the calls in it. */
export function turnOf(message: ChatRequest['messages'][number]): Turn {
  const { role, content, tool_calls: calls, tool_call_id: answers } = message;
  const text =
    typeof content === 'string' ? content : (content ?? []).map((part) => part.text ?? '').join('');
  return {
    role,
    text,
    ...(calls?.length
      ? {
          toolCalls: calls.map((call) => ({
            id: call.id,
            name: call.function.name,
            arguments: call.function.arguments,
          })),
        }
      : {}),
    ...(answers ? { answers } : {}),
  };
}

/** What the model says: words, or the tools that it wishes to use, all at once. */
export type Reply = { text: string } | { toolCalls: ToolCall[] };

/** An estimate, four bytes to a token: near enough for counting, and the same everywhere. */
export const tokensOf = (text: string): number => Math.ceil(Buffer.byteLength(text) / 4);

/** Pieces in which an answer streams: words with what follows them, or two Chinese characters. */
export function piecesOf(text: string): string[] {
  return text.match(/[\p{Script=Han}\p{P}]{1,2}|\s*[^\s\p{Script=Han}]+|\s+/gu) ?? [];
}
