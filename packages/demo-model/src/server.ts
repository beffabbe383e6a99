import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answer } from './butler/answer.ts';
import { readContext } from './butler/context.ts';
import { type Control, createControl } from './control.ts';
import { handleControl } from './control-http.ts';
import { completionBody, streamCompletion } from './stream.ts';
import { ChatRequest, type Reply, type Turn, tokensOf, turnOf } from './wire.ts';

/** The model's name: every client knows it for a demo by it. */
export const DEMO_MODEL_NAME = 'friendsai-demo';

const MAX_BODY_BYTES = 8 * 1024 * 1024;

/** A request as a test may look at it afterwards. */
export type RecordedRequest = { turns: Turn[]; toolNames: string[] };

export type DemoModel = {
  /** `http://127.0.0.1:port`; the API is under `/v1`. */
  url: string;
  control: Control;
  requests: readonly RecordedRequest[];
  close: () => Promise<void>;
};

type Settings = { paceMs: number; controls: boolean };

function sendJson(res: ServerResponse, status: number, body: unknown): void {
  res.writeHead(status, { 'content-type': 'application/json' });
  res.end(JSON.stringify(body));
}

const sendError = (res: ServerResponse, status: number, message: string) =>
  sendJson(res, status, {
    error: { message, type: status < 500 ? 'invalid_request_error' : 'server_error', code: null },
  });

async function readText(req: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving early must not take the connection with it: the refusal has to get through.
  for await (const chunk of req.iterator({ destroyOnReturn: false })) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MAX_BODY_BYTES) return null;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parse(text: string): ChatRequest | string {
  try {
    const request = ChatRequest.safeParse(JSON.parse(text));
    return request.success ? request.data : (request.error.issues[0]?.message ?? 'bad request');
  } catch {
    return 'the body is not JSON';
  }
}

/** The same request gives the same id, as it gives the same answer. */
const idOf = (text: string) => `chatcmpl-${createHash('sha256').update(text).digest('hex').slice(0, 29)}`;

/**
 * Starts the demo model: OpenAI's chat completions, without weights, on loopback.
 *
 * @param settings.port 0 for any. @param settings.paceMs between two pieces of a streamed answer. @param settings.controls
 * whether `/control` is served, for tests that run it as a process of its own.
 */
export async function startDemoModel(
  settings: Partial<Settings & { port: number }> = {},
): Promise<DemoModel> {
  const { port = 0, paceMs = 0, controls = false } = settings;
  const control = createControl();
  const requests: RecordedRequest[] = [];

  async function complete(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const text = await readText(req);
    if (text === null) {
      res.setHeader('connection', 'close');
      req.resume();
      return sendError(res, 413, 'the request is too large');
    }
    const request = parse(text);
    if (typeof request === 'string') return sendError(res, 400, request);
    const turns = request.messages.map(turnOf);
    const toolNames = (request.tools ?? []).map((tool) => tool.function.name);
    requests.push({ turns, toolNames });

    const mishap = control.takeMishap();
    if (mishap?.kind === 'fail')
      return sendError(res, mishap.status, `refused with ${mishap.status}, as a test asked`);
    if (mishap?.kind === 'hang') return;

    const context = readContext(turns);
    const toolCall = context.toolAnswer === null ? control.takeToolCall() : undefined;
    const scripted = toolCall ? undefined : control.takeReply();
    const reply: Reply = toolCall ? { toolCall } : scripted ? { text: scripted } : answer(context, toolNames);
    const completion = {
      id: idOf(text),
      created: Math.floor(Date.now() / 1000),
      model: DEMO_MODEL_NAME,
      reply,
      promptTokens: tokensOf(turns.map((turn) => turn.text).join('\n')),
    };
    if (!request.stream) return sendJson(res, 200, completionBody(completion));
    const hold = control.takeHold(context.asked);
    await streamCompletion(res, completion, {
      paceMs,
      includeUsage: request.stream_options?.include_usage ?? false,
      async beforePiece(index) {
        if (hold && index === hold.afterPieces) {
          hold.reached();
          await hold.released;
        }
        return !(mishap?.kind === 'break' && index >= mishap.afterPieces);
      },
    });
  }

  const server = createServer((req, res) => {
    const path = new URL(req.url ?? '/', 'http://model').pathname;
    if (req.method === 'POST' && path === '/v1/chat/completions') {
      complete(req, res).catch((error: unknown) => res.destroy(error instanceof Error ? error : undefined));
    } else if (path === '/v1/models') {
      sendJson(res, 200, {
        object: 'list',
        data: [{ id: DEMO_MODEL_NAME, object: 'model', owned_by: 'friendsai' }],
      });
    } else if (path === '/healthz') {
      sendJson(res, 200, { ok: true });
    } else if (controls && path.startsWith('/control/')) {
      handleControl(req, res, control).catch(() => res.destroy());
    } else {
      sendError(res, 404, 'there is no such path');
    }
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address: AddressInfo | string | null = server.address();
  if (typeof address !== 'object' || !address) throw new Error('the demo model has no address');
  return {
    url: `http://127.0.0.1:${address.port}`,
    control,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
