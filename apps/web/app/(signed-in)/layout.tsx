import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { Frame } from '../../parts/frame.tsx';
import { apiUrl, signedInAccount } from '../../parts/request.ts';
import { SignedIn } from '../../parts/signed-in.tsx';

export default async function Layout({ children }: { children: ReactNode }) {
  const accountId = await signedInAccount();
  if (accountId === null) redirect('/sign-in');
  return (
    <SignedIn apiUrl={apiUrl()} accountId={accountId}>
      <Frame>{children}</Frame>
    </SignedIn>
  );
}
