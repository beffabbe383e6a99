'use client';

import { LiveProvider } from '@friendsai/ui/live';
import { ApiProvider } from '@friendsai/ui/trpc';
import { signOut } from 'next-auth/react';
import { type ReactNode, useCallback } from 'react';

/** Everything that only somebody who is signed in sees: the API and the stream. */
export function SignedIn({
  apiUrl,
  accountId,
  children,
}: {
  apiUrl: string;
  accountId: string;
  children: ReactNode;
}) {
  // The cookie may outlive the session, so it goes too; else the sign-in page would send one straight back.
  const onSignedOut = useCallback(() => void signOut({ callbackUrl: '/sign-in' }), []);
  return (
    <ApiProvider apiUrl={apiUrl} onSignedOut={onSignedOut}>
      <LiveProvider apiUrl={apiUrl} accountId={accountId} onSignedOut={onSignedOut}>
        {children}
      </LiveProvider>
    </ApiProvider>
  );
}
