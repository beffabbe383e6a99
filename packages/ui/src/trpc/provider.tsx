'use client';

import { errorOf } from '@friendsai/api/client/error-of';
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { apiLinks, trpc } from './api.ts';

const MAX_TRIES = 3;

/** Makes the API's hooks work inside. `onSignedOut` is called when the server no longer knows the session. */
export function ApiProvider({
  apiUrl,
  onSignedOut,
  children,
}: {
  apiUrl: string;
  onSignedOut: () => void;
  children: ReactNode;
}) {
  const [queryClient] = useState(
    () =>
      new QueryClient({
        queryCache: new QueryCache({
          onError: (error) => {
            if (errorOf(error)?.code === 'UNAUTHORIZED') onSignedOut();
          },
        }),
        defaultOptions: {
          queries: {
            staleTime: 30_000,
            // What will not get better by itself is shown at once.
            retry: (tries, error) => tries < MAX_TRIES && (errorOf(error)?.retryable ?? true),
          },
        },
      }),
  );
  const [client] = useState(() => trpc.createClient({ links: apiLinks(apiUrl) }));
  return (
    <trpc.Provider client={client} queryClient={queryClient}>
      <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
    </trpc.Provider>
  );
}
