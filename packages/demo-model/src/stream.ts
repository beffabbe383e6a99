import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { piecesOf, type Reply, tokensOf } from './wire.ts';

export type Completion = { id: string; created: number; model: string; reply: Reply; promptTokens: number };

const textOf = (reply: Reply) => ('text' in reply ? reply.text : reply.toolCall.arguments);

function usageOf({ reply, promptTokens }: Completion) {
  const completionTokens = tokensOf(textOf(reply));
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
  };
}

const toolCallsOf = (completion: Completion) =>
  'toolCall' in completion.reply
    ? [{ id: `call_${completion.id.slice(-24)}`, type: 'function', function: completion.reply.toolCall }]
    : undefined;

/** The answer whole, as OpenAI gives it when nothing streams. */
export function completionBody(completion: Completion) {
  const { id, created, model, reply } = completion;
  const toolCalls = toolCallsOf(completion);
  const message = {
    role: 'assistant',
    content: 'text' in reply ? reply.text : null,
    ...(toolCalls ? { tool_calls: toolCalls } : {}),
  };
  const finishReason = toolCalls ? 'tool_calls' : 'stop';
  return {
    id,
    object: 'chat.completion',
    created,
    model,
    choices: [{ index: 0, message, finish_reason: finishReason }],
    usage: usageOf(completion),
  };
}

/**
 * The answer in server-sent events. Stops at once when the reader goes away.
 *
 * @param beforePiece called before each piece of text with its number from 0; the stream waits for it, and breaks off when it gives false.
 */
export async function streamCompletion(
  res: ServerResponse,
  completion: Completion,
  {
    paceMs,
    includeUsage,
    beforePiece,
  }: { paceMs: number; includeUsage: boolean; beforePiece: (index: number) => Promise<boolean> },
): Promise<void> {
  const { id, created, model, reply } = completion;
  const gone = new AbortController();
  res.once('close', () => gone.abort());
  const send = (fields: object) =>
    res.write(
      `data: ${JSON.stringify({ id, object: 'chat.completion.chunk', created, model, ...fields })}\n\n`,
    );
  const choice = (delta: object, finishReason: string | null = null) =>
    send({ choices: [{ index: 0, delta, finish_reason: finishReason }] });

  res.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
  });
  choice({ role: 'assistant', content: '' });
  if ('text' in reply) {
    for (const [index, piece] of piecesOf(reply.text).entries()) {
      const goOn = await beforePiece(index);
      if (gone.signal.aborted) return;
      if (!goOn) {
        res.destroy();
        return;
      }
      choice({ content: piece });
      if (paceMs > 0) await delay(paceMs, undefined, { signal: gone.signal }).catch(() => {});
    }
  } else {
    choice({ tool_calls: toolCallsOf(completion)?.map((call, index) => ({ index, ...call })) });
  }
  choice({}, 'text' in reply ? 'stop' : 'tool_calls');
  if (includeUsage) send({ choices: [], usage: usageOf(completion) });
  res.end('data: [DONE]\n\n');
}
