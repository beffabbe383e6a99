import { TRPCClientError } from '@trpc/client';
import { errorOf } from './error-of.ts';

const FIRST_PAUSE_MS = 300;
const LONGEST_PAUSE_MS = 10_000;
/** Answers below 500 that another try can change: a time-out, and too many requests. */
const PASSING_STATUS = [408, 429];

/** Whether another try may succeed: no answer, a failing proxy, an error of ours that says so. Not a refusal. */
export function mayPass(error: unknown): boolean {
  const ours = errorOf(error);
  if (ours) return ours.retryable;
  const status = statusOf(error);
  return status === null || status >= 500 || PASSING_STATUS.includes(status);
}

/** Waits before the next try: as long as the server says, else longer each time; at most until the abort. */
export function pauseAfter(reason: unknown, breaks: number, signal: AbortSignal | undefined): Promise<void> {
  const ms = errorOf(reason)?.retryAfterMs ?? Math.min(FIRST_PAUSE_MS * 2 ** breaks, LONGEST_PAUSE_MS);
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    }
    signal?.addEventListener('abort', done);
  });
}

/** The HTTP status of an answer that was no stream: the ponyfill's error event, which tRPC takes for its own shape, has it as `code`. */
function statusOf(error: unknown): number | null {
  if (!(error instanceof TRPCClientError)) return null;
  const event: unknown = error.shape;
  if (typeof event !== 'object' || event === null || !('code' in event)) return null;
  return typeof event.code === 'number' && event.code > 0 ? event.code : null;
}
