'use client';

import type { Memory } from '@friendsai/schema';
import { trpc } from '../trpc/api.ts';
import { MemoryEditor } from './memory-editor.tsx';

/** A memory that is not there yet. */
export function NewMemory({ onSaved, onLeft }: { onSaved: (saved: Memory) => void; onLeft: () => void }) {
  const me = trpc.account.me.useQuery();
  if (!me.data) return null;
  return <MemoryEditor userId={me.data.userId} memory={null} onSaved={onSaved} onLeft={onLeft} />;
}
