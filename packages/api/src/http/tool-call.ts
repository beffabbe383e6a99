import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Butler } from '@friendsai/butler';
import { isSigned } from '@friendsai/openclaw-plugin/signature';
import { FriendsError } from '@friendsai/schema';
import { z } from 'zod';
import { readBody } from './body.ts';
import { sendJson } from './json.ts';

const MAX_BODY_BYTES = 256 * 1024;
/** A call that was seen on the wire is of no use later. */
const MAX_AGE_MS = 30_000;

const Headers = z.object({
  'x-friendsai-agent': z.string().max(100),
  'x-friendsai-session': z.string().max(300),
  'x-friendsai-run': z.string().max(100),
  'x-friendsai-tool-call': z.string().min(1).max(200),
  'x-friendsai-nonce': z.string().regex(/^[A-Za-z0-9-]{16,100}$/),
  'x-friendsai-at': z.iso.datetime(),
  'x-friendsai-signature': z.string().regex(/^[0-9a-f]{64}$/),
});

/** `POST /internal/tools/:name`: a tool call that the plugin in a cell carries here. Refuses what the plugin did not sign. */
export async function handleToolCall(
  req: IncomingMessage,
  res: ServerResponse,
  { butler, bridgeSecret, toolName }: { butler: Butler; bridgeSecret: string; toolName: string },
): Promise<void> {
  const body = (await readBody(req, MAX_BODY_BYTES)).toString('utf8');
  const parsed = Headers.safeParse(req.headers);
  if (!parsed.success) throw new FriendsError('UNAUTHORIZED', { cause: parsed.error });
  const headers = parsed.data;
  const call = {
    toolName,
    agentId: headers['x-friendsai-agent'],
    sessionKey: headers['x-friendsai-session'],
    runId: headers['x-friendsai-run'],
    toolCallId: headers['x-friendsai-tool-call'],
    nonce: headers['x-friendsai-nonce'],
    at: headers['x-friendsai-at'],
    body,
  };
  const fresh = Math.abs(Date.now() - Date.parse(call.at)) <= MAX_AGE_MS;
  if (!fresh || !isSigned(call, headers['x-friendsai-signature'], bridgeSecret)) {
    throw new FriendsError('UNAUTHORIZED');
  }
  sendJson(res, 200, { text: await butler.toolCalls.ofBridge({ ...call, input: readInput(body) }) });
}

/** What is no JSON is an input that no tool takes: the model is told so, and not that its call went wrong. */
function readInput(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
