import { Attachment, type ChannelRef } from '@friendsai/schema';
import { z } from 'zod';
import type { KeptFiles } from './uploads.ts';

const Kept = z.array(Attachment);

/** The stored files of one account's drafts, kept beside their words on this device. */
export function keptFilesOf(accountId: string): KeptFiles {
  const key = (contactId: ChannelRef) => `friendsai-draft-files:${accountId}:${contactId}`;
  return {
    read(contactId) {
      try {
        return Kept.parse(JSON.parse(localStorage.getItem(key(contactId)) ?? '[]'));
      } catch {
        // Written by another version: a draft's files can be added again.
        return [];
      }
    },
    write(contactId, files) {
      if (files.length === 0) localStorage.removeItem(key(contactId));
      else localStorage.setItem(key(contactId), JSON.stringify(files));
    },
  };
}
