import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * Lets our own pages, and no others, call with the session cookie. Returns false when a page of a foreign origin
 * tries to change something: a browser would not show it the answer, but the deed would be done.
 */
export function applyCors(
  req: IncomingMessage,
  res: ServerResponse,
  allowedOrigins: readonly string[],
): boolean {
  const { origin } = req.headers;
  res.setHeader('vary', 'Origin');
  if (origin === undefined) return true;
  if (allowedOrigins.includes(origin)) {
    res.setHeader('access-control-allow-origin', origin);
    res.setHeader('access-control-allow-credentials', 'true');
    res.setHeader('access-control-allow-methods', 'GET, POST, OPTIONS');
    res.setHeader('access-control-allow-headers', 'content-type, trpc-accept, last-event-id, x-request-id');
    res.setHeader('access-control-expose-headers', 'x-request-id, retry-after');
    res.setHeader('access-control-max-age', '86400');
    return true;
  }
  // A personal access token is not sent by a browser on its own, so no foreign page can borrow it.
  return req.headers.authorization !== undefined || req.method === 'OPTIONS';
}
