import type { ServerResponse } from 'node:http';
import { setTimeout as delay, setImmediate as flushed } from 'node:timers/promises';
import { piecesOf, type Reply, tokensOf } from './wire.ts';

/** The model's name: every client knows it for a demo by it. */
export const DEMO_MODEL_NAME = 'friendsai-demo';
/** What `created` says (Unix seconds): always the same, so that one request has one answer to the byte. */
export const CREATED = 1_795_392_000;

export type Completion = { id: string; reply: Reply; promptTokens: number };

const textOf = (reply: Reply) =>
  'text' in reply ? reply.text : reply.toolCalls.map((call) => call.arguments).join('');
const finishReasonOf = (reply: Reply) => ('text' in reply ? 'stop' : 'tool_calls');
const toolCallIdOf = ({ id }: Completion, index: number) => `call_${id.slice(-24)}_${index}`;

function usageOf({ reply, promptTokens }: Completion) {
  const completionTokens = tokensOf(textOf(reply));
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
  };
}

/** The answer whole, as OpenAI gives it when nothing streams. */
export function completionBody(completion: Completion) {
  const { id, reply } = completion;
  const message =
    'text' in reply
      ? { role: 'assistant', content: reply.text }
      : {
          role: 'assistant',
          content: null,
          tool_calls: reply.toolCalls.map((call, index) => ({
            id: toolCallIdOf(completion, index),
            type: 'function',
            function: call,
          })),
        };
  return {
    id,
    object: 'chat.completion',
    created: CREATED,
    model: DEMO_MODEL_NAME,
    choices: [{ index: 0, message, finish_reason: finishReasonOf(reply) }],
    usage: usageOf(completion),
  };
}

/** What each chunk adds: the role first; then words, or one tool's name and its input after the other's. */
function deltasOf(completion: Completion): [object, ...object[]] {
  const { reply } = completion;
  if ('text' in reply) {
    return [{ role: 'assistant', content: '' }, ...piecesOf(reply.text).map((content) => ({ content }))];
  }
  const deltas = reply.toolCalls.flatMap(({ name, arguments: input }, index) => [
    [{ index, id: toolCallIdOf(completion, index), type: 'function', function: { name, arguments: '' } }],
    ...piecesOf(input).map((piece) => [{ index, function: { arguments: piece } }]),
  ]);
  const [first, ...others] = deltas.map((calls) => ({ tool_calls: calls }));
  return [{ role: 'assistant', content: null, ...first }, ...others];
}

type Pace = {
  /** Between two pieces, in milliseconds. */
  paceMs: number;
  includeUsage: boolean;
  /**
   * Called before each piece with its number from 0, and once more before the end. The stream waits for it, and breaks off when
   * it gives false.
   */
  beforePiece: (index: number, isEnd: boolean) => Promise<boolean>;
};

/** The answer in server-sent events. Stops at once when the reader goes away. */
export async function streamCompletion(
  res: ServerResponse,
  completion: Completion,
  { paceMs, includeUsage, beforePiece }: Pace,
): Promise<void> {
  const gone = new AbortController();
  const left = new Promise<'left'>((resolve) => {
    res.once('close', () => {
      gone.abort();
      resolve('left');
    });
  });
  const send = (fields: object) =>
    res.write(
      `data: ${JSON.stringify({ id: completion.id, object: 'chat.completion.chunk', created: CREATED, model: DEMO_MODEL_NAME, ...fields })}\n\n`,
    );
  const choose = (delta: object, finishReason: string | null) =>
    send({ choices: [{ index: 0, delta, finish_reason: finishReason }] });
  const mayGoOn = async (index: number, isEnd: boolean) => {
    const goesOn = await Promise.race([beforePiece(index, isEnd), left]);
    if (goesOn === false) {
      // What was said goes out first, so that the reader sees it break off.
      await flushed();
      res.destroy();
    }
    return goesOn === true && !gone.signal.aborted;
  };

  res.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
  });
  const [first, ...pieces] = deltasOf(completion);
  choose(first, null);
  for (const [index, piece] of pieces.entries()) {
    if (!(await mayGoOn(index, false))) return;
    choose(piece, null);
    if (paceMs > 0) await delay(paceMs, undefined, { signal: gone.signal }).catch(() => {});
  }
  if (!(await mayGoOn(pieces.length, true))) return;
  choose({}, finishReasonOf(completion.reply));
  if (includeUsage) send({ choices: [], usage: usageOf(completion) });
  res.end('data: [DONE]\n\n');
}
