import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { answer } from './butler/answer.ts';
import { readContext } from './butler/context.ts';
import type { Control } from './control/control.ts';
import { readJson, sendError, sendJson } from './http.ts';
import { completionBody, streamCompletion } from './stream.ts';
import { ChatRequest, type Turn, tokensOf, turnOf } from './wire.ts';

/** A request as a test may look at it afterwards. */
export type RecordedRequest = { turns: Turn[]; toolNames: string[]; at: Date };

type Settings = { control: Control; paceMs: number; onRequest: (request: RecordedRequest) => void };

/** The same request gives the same id, as it gives the same answer. */
const idOf = (text: string) => `chatcmpl-${createHash('sha256').update(text).digest('hex').slice(0, 29)}`;

/** `POST /v1/chat/completions`, with whatever a test has set up for it. */
export async function complete(
  req: IncomingMessage,
  res: ServerResponse,
  { control, paceMs, onRequest }: Settings,
): Promise<void> {
  const body = await readJson(req, res);
  if (!body) return;
  const parsed = ChatRequest.safeParse(body.json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return sendError(res, 400, issue?.message ?? 'bad request', issue?.path.join('.') || null);
  }
  const request = parsed.data;
  const turns = request.messages.map(turnOf);
  const toolNames = (request.tools ?? []).map((tool) => tool.function.name);
  onRequest({ turns, toolNames, at: new Date() });

  const mishap = control.takeMishap();
  if (mishap?.kind === 'fail') {
    return sendError(res, mishap.status, `refused with ${mishap.status}, as a test asked`);
  }
  if (mishap?.kind === 'hang') return;

  const context = readContext(turns);
  const completion = {
    id: idOf(body.text),
    reply: control.takeReply(!context.hasToolAnswer, context.asked) ?? answer(context, toolNames),
    promptTokens: tokensOf(turns.map((turn) => turn.text).join('\n')),
  };
  if (!request.stream) {
    if (mishap?.kind === 'break') return void res.destroy();
    return sendJson(res, 200, completionBody(completion));
  }
  let hold = control.takeHold(context.asked);
  await streamCompletion(res, completion, {
    paceMs,
    includeUsage: request.stream_options?.include_usage ?? false,
    async beforePiece(index, isEnd) {
      if (hold && (index >= hold.afterPieces || isEnd)) {
        hold.reached();
        await hold.released;
        hold = undefined;
      }
      return !(mishap?.kind === 'break' && (index >= mishap.afterPieces || isEnd));
    },
  });
}
