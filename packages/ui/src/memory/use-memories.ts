'use client';

import { useEffect, useState } from 'react';
import { trpc } from '../trpc/api.ts';

const TYPING_PAUSE_MS = 250;
const MAX_FOUND = 50;

/** All memories, or those with the words that are typed, once the typing pauses. `asked` is what the answer is for. */
export function useMemories(typed: string) {
  const [asked, setAsked] = useState('');
  useEffect(() => {
    const pause = setTimeout(() => setAsked(typed.trim()), TYPING_PAUSE_MS);
    return () => clearTimeout(pause);
  }, [typed]);
  const all = trpc.memory.list.useQuery(undefined, { enabled: asked === '' });
  const found = trpc.memory.search.useQuery(
    { query: asked, limit: MAX_FOUND },
    { enabled: asked !== '', placeholderData: (before) => before },
  );
  const { data, error, isPending, isPlaceholderData, refetch } = asked === '' ? all : found;
  return { memories: data?.memories ?? [], asked, error, isPending, isStale: isPlaceholderData, refetch };
}
