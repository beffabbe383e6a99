'use client';

import type { ChannelRef } from '@friendsai/schema';
import { useEffect, useState } from 'react';

const draftKey = (contactId: ChannelRef) => `friendsai-draft:${contactId}`;

/** The words of a channel that are not sent yet, kept on the device. */
export function useDraft(contactId: ChannelRef): [string, (text: string) => void] {
  const [text, setText] = useState('');
  useEffect(() => setText(localStorage.getItem(draftKey(contactId)) ?? ''), [contactId]);
  function write(next: string): void {
    setText(next);
    if (next === '') localStorage.removeItem(draftKey(contactId));
    else localStorage.setItem(draftKey(contactId), next);
  }
  return [text, write];
}
