import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { Frame } from '../../parts/frame.tsx';
import { apiUrl, hasSession } from '../../parts/request.ts';
import { SignedIn } from '../../parts/signed-in.tsx';

export default async function Layout({ children }: { children: ReactNode }) {
  if (!(await hasSession())) redirect('/sign-in');
  return (
    <SignedIn apiUrl={apiUrl()}>
      <Frame>{children}</Frame>
    </SignedIn>
  );
}
