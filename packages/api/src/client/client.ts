import type { FriendsEvent } from '@friendsai/schema';
import { createTRPCClient, httpLink, httpSubscriptionLink, splitLink } from '@trpc/client';
import { EventSource } from 'eventsource';
import type { AppRouter } from '../router.ts';
import { type EventsOptions, type FriendsApi, followEvents } from './events.ts';

export type FriendsClientOptions = {
  /** The server's address, for example `http://localhost:4000`. */
  url: string;
  /** A personal access token: Settings → Access tokens. */
  token: string;
};

export type FriendsClient = {
  /**
   * Every procedure of the API, typed: `api.contacts.list.query({})`, `api.chat.send.mutate({ … })`.
   * What it throws, `errorOf` reads.
   */
  api: FriendsApi;
  /**
   * The stream of all channels' events, in order and each once, for as long as it is read. It goes on from the last
   * event after any break, and ends when `signal` aborts.
   *
   * Without `after` it opens with a STATE_SNAPSHOT of what is under way; so it does, in between too, when the
   * server no longer holds the events after the cursor: what was missed is then in `api.chat.history`.
   *
   * @throws TRPCClientError when the server refuses for good (a revoked token, a cursor that is none), or when what
   * answers at the address is not the server.
   */
  events(options?: EventsOptions): AsyncGenerator<FriendsEvent, void, undefined>;
};

/** A client that speaks for the owner of the token. Opens no connection before it is used. */
export function createFriendsClient({ url, token }: FriendsClientOptions): FriendsClient {
  const trpcUrl = `${url.replace(/\/+$/, '')}/trpc`;
  const headers = { authorization: `Bearer ${token}` };
  const api = createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: ({ type }) => type === 'subscription',
        true: httpSubscriptionLink({
          url: trpcUrl,
          // A browser's own EventSource sends no header, and Node has none.
          EventSource,
          eventSourceOptions: {
            fetch: (input, init) => fetch(input, { ...init, headers: { ...init.headers, ...headers } }),
          },
        }),
        false: httpLink({ url: trpcUrl, headers }),
      }),
    ],
  });
  return { api, events: (options) => followEvents(api, options) };
}
