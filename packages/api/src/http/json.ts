import type { ServerResponse } from 'node:http';
import { ERRORS, type ErrorShape, FriendsError } from '@friendsai/schema';

export function sendJson(res: ServerResponse, status: number, body: unknown): void {
  res.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  res.end(JSON.stringify(body));
}

/** An error in the form that every door of ours gives. What is not ours to tell becomes INTERNAL. */
export function sendError(res: ServerResponse, error: unknown, requestId: string): void {
  const code = error instanceof FriendsError ? error.code : 'INTERNAL';
  const { httpStatus, message, retryable } = ERRORS[code];
  const shape: ErrorShape = { code, message, retryable, requestId };
  if (error instanceof FriendsError && error.retryAfterMs !== undefined) {
    shape.retryAfterMs = error.retryAfterMs;
    res.setHeader('retry-after', Math.ceil(error.retryAfterMs / 1000));
  }
  sendJson(res, httpStatus, { error: shape });
}
