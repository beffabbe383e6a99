import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { MemoryLayout } from '../../../../parts/memory-layout.tsx';

export const metadata: Metadata = { title: 'Memory' };

export default function Layout({ children }: { children: ReactNode }) {
  return <MemoryLayout>{children}</MemoryLayout>;
}
