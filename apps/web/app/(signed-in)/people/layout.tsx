import type { ReactNode } from 'react';
import { PeopleLayout } from '../../../parts/people-layout.tsx';

export default function Layout({ children }: { children: ReactNode }) {
  return <PeopleLayout>{children}</PeopleLayout>;
}
