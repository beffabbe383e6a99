'use client';

import type { ToolCallView } from '@friendsai/schema';
import { trpc } from '../trpc/api.ts';

/** The same one every time, so that nothing is drawn again for it. */
const NONE: readonly ToolCallView[] = [];

/** What waits for the user's yes, oldest first. The stream says when to read it again. */
export function useWaiting() {
  const { data, error, isPending, refetch } = trpc.chat.waiting.useQuery();
  return { calls: data?.calls ?? NONE, error, isPending, refetch };
}
