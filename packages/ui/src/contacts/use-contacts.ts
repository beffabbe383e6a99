'use client';

import { useDeferredValue } from 'react';
import { trpc } from '../trpc/api.ts';

/** The people of a list, page by page, as one types what to look for. */
export function useContacts(options: { query: string; order: 'recent' | 'name'; archived: boolean }) {
  const query = useDeferredValue(options.query.trim());
  const pages = trpc.contacts.list.useInfiniteQuery(
    { order: options.order, archived: options.archived, limit: 100, ...(query === '' ? {} : { query }) },
    { getNextPageParam: (page) => page.nextCursor ?? undefined, placeholderData: (before) => before },
  );
  return { ...pages, contacts: pages.data?.pages.flatMap((page) => page.items) ?? [] };
}
