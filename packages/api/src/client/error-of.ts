import { ERRORS, type ErrorShape } from '@friendsai/schema';
import { TRPCClientError } from '@trpc/client';

/**
 * What the server said was wrong, inside what a call or `events` threw: `{ code, message, retryable, requestId }`,
 * with `retryAfterMs` for RATE_LIMITED and `issues` for INVALID_INPUT. Null when it was not the server that spoke:
 * it could not be reached, the call was aborted, or something else stands at the address.
 */
export function errorOf(error: unknown): ErrorShape | null {
  if (!(error instanceof TRPCClientError)) return null;
  const data: unknown = error.data;
  if (typeof data !== 'object' || data === null || !('friends' in data)) return null;
  return isShape(data.friends) ? data.friends : null;
}

function isShape(value: unknown): value is ErrorShape {
  return (
    typeof value === 'object' &&
    value !== null &&
    'code' in value &&
    typeof value.code === 'string' &&
    value.code in ERRORS
  );
}
