import type { IncomingMessage, ServerResponse } from 'node:http';

const MAX_BODY_BYTES = 8 * 1024 * 1024;

export function sendJson(res: ServerResponse, status: number, body: unknown): void {
  res.writeHead(status, { 'content-type': 'application/json' });
  res.end(JSON.stringify(body));
}

/** Codes that OpenAI gives with a status. */
const CODES = new Map([
  [401, 'invalid_api_key'],
  [429, 'rate_limit_exceeded'],
]);

/** A refusal in OpenAI's form. @param param the field that is at fault. */
export function sendError(
  res: ServerResponse,
  status: number,
  message: string,
  param: string | null = null,
): void {
  const type = status < 500 ? 'invalid_request_error' : 'server_error';
  sendJson(res, status, { error: { message, type, param, code: CODES.get(status) ?? null } });
}

/** The body: its text and the JSON in it. Null when it has been refused (400 for no JSON, 413 beyond 8 MiB). */
export async function readJson(
  req: IncomingMessage,
  res: ServerResponse,
): Promise<{ text: string; json: unknown } | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving early must not take the connection with it: the refusal has to get through.
  for await (const chunk of req.iterator({ destroyOnReturn: false })) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MAX_BODY_BYTES) {
      res.setHeader('connection', 'close');
      req.resume();
      sendError(res, 413, 'the request is too large');
      return null;
    }
    chunks.push(bytes);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  try {
    return { text, json: JSON.parse(text) };
  } catch {
    sendError(res, 400, 'the body is not JSON');
    return null;
  }
}
