'use client';

import type { ChannelRef } from '@friendsai/schema';
import { useEffect, useState } from 'react';
import { useAccountId } from '../live/provider.tsx';

/** Of one account: the journal has the same name in each, and nobody else who signs in on this device may read what is written there. */
const draftKey = (accountId: string, contactId: ChannelRef) => `friendsai-draft:${accountId}:${contactId}`;

/** The words of a channel that are not sent yet, kept on the device. */
export function useDraft(contactId: ChannelRef): [string, (text: string) => void] {
  const key = draftKey(useAccountId(), contactId);
  const [text, setText] = useState('');
  useEffect(() => setText(localStorage.getItem(key) ?? ''), [key]);
  function write(next: string): void {
    setText(next);
    if (next === '') localStorage.removeItem(key);
    else localStorage.setItem(key, next);
  }
  return [text, write];
}
