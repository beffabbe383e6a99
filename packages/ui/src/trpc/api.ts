import type { AppRouter } from '@friendsai/api/client';
import { ERRORS, type ErrorShape } from '@friendsai/schema';
import {
  createTRPCClient,
  httpBatchLink,
  httpSubscriptionLink,
  splitLink,
  TRPCClientError,
  type TRPCLink,
} from '@trpc/client';
import { createTRPCReact } from '@trpc/react-query';

/** tRPC's hooks on our API. */
export const trpc = createTRPCReact<AppRouter>();

/** Calls carry the session cookie, and the stream too: the server is another origin of the same site. */
export function apiLinks(apiUrl: string): TRPCLink<AppRouter>[] {
  const url = `${apiUrl}/trpc`;
  return [
    splitLink({
      condition: (operation) => operation.type === 'subscription',
      true: httpSubscriptionLink({ url, eventSourceOptions: () => ({ withCredentials: true }) }),
      false: httpBatchLink({
        url,
        maxURLLength: 4_000,
        fetch: (input, init) =>
          fetch(input, { ...init, signal: init?.signal ?? null, credentials: 'include' }),
      }),
    }),
  ];
}

/** The API without React, for the live store. */
export const createApi = (apiUrl: string) => createTRPCClient<AppRouter>({ links: apiLinks(apiUrl) });
export type Api = ReturnType<typeof createApi>;

/** Our error inside what tRPC threw; null when the server could not be reached at all. */
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
