import type { AppRouter } from '@friendsai/api/client';
import {
  createTRPCClient,
  type HTTPLinkOptions,
  httpBatchLink,
  httpLink,
  httpSubscriptionLink,
  splitLink,
  type TRPCLink,
} from '@trpc/client';
import { createTRPCReact } from '@trpc/react-query';
import { EventSource as FetchEventSource } from 'eventsource';

/** tRPC's hooks on our API. */
export const trpc = createTRPCReact<AppRouter>();

type Fetch = NonNullable<HTTPLinkOptions<AppRouter['_def']['_config']['$types']>['fetch']>;
const withCookie: Fetch = (input, init) =>
  fetch(input, { ...init, signal: init?.signal ?? null, credentials: 'include' });

/** Calls carry the session cookie, and the stream too. */
export function apiLinks(apiUrl: string): TRPCLink<AppRouter>[] {
  const url = `${apiUrl}/trpc`;
  return [
    splitLink({
      condition: (operation) => operation.type === 'subscription',
      true: splitLink({
        condition: ({ context }) => context['stream'] === 'fetch',
        true: httpSubscriptionLink({
          url,
          EventSource: FetchEventSource,
          eventSourceOptions: () => ({
            fetch: (input, init) => fetch(input, { ...init, credentials: 'include' }),
          }),
        }),
        false: httpSubscriptionLink({ url, eventSourceOptions: () => ({ withCredentials: true }) }),
      }),
      false: splitLink({
        // It is answered when there is something to tell: nothing else should wait for that.
        condition: ({ path }) => path === 'events.poll',
        true: httpLink({ url, fetch: withCookie }),
        false: httpBatchLink({ url, fetch: withCookie, maxURLLength: 4_000, maxItems: 20 }),
      }),
    }),
  ];
}

/** The API without React, for the live store. */
export const createApi = (apiUrl: string) => createTRPCClient<AppRouter>({ links: apiLinks(apiUrl) });
export type Api = ReturnType<typeof createApi>;
