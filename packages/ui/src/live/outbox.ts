import { Attachment, ChannelRef } from '@friendsai/schema';
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { z } from 'zod';

/** A message that the server has not taken yet, as the device keeps it. */
export type Queued = {
  clientMessageId: string;
  contactId: ChannelRef;
  text: string;
  /** Stored already: only what is on the server can be sent. */
  attachments: readonly Attachment[];
  /** ISO 8601; the order of sending. */
  at: string;
};

/** What is to be sent, kept where a closed page or an empty battery does not lose it. */
export type Outbox = {
  /** In the order in which they were written. */
  all(): Promise<Queued[]>;
  put(message: Queued): Promise<void>;
  remove(clientMessageId: string): Promise<void>;
};

const Stored = z.object({
  clientMessageId: z.string(),
  contactId: ChannelRef,
  text: z.string(),
  attachments: z.array(Attachment).default([]),
  at: z.string(),
});

interface Schema extends DBSchema {
  messages: { key: string; value: Queued };
}

/**
 * One person's outbox on this device (IndexedDB). A browser that keeps nothing for us, as some do in private windows, has one
 * in memory.
 *
 * @param accountId whose words they are: nobody else who signs in on this device may send them.
 */
export function openOutbox(accountId: string): Outbox {
  const memory = new Map<string, Queued>();
  const opening = openDatabase(`friendsai-outbox-${accountId}`);
  return {
    async all() {
      const database = await opening;
      const kept = database ? await database.getAll('messages') : [];
      return z
        .array(Stored)
        .parse([...kept, ...memory.values()])
        .sort((a, b) => a.at.localeCompare(b.at));
    },
    async put(message) {
      const database = await opening;
      // A device that is full, or that has taken its database away, still has this page.
      const isKept = await database?.put('messages', message).then(
        () => true,
        () => false,
      );
      if (!isKept) memory.set(message.clientMessageId, message);
    },
    async remove(clientMessageId) {
      const database = await opening;
      if (!memory.delete(clientMessageId)) await database?.delete('messages', clientMessageId);
    },
  };
}

/** Null where nothing is kept for us; so it is too where the page is first written, on the server. */
async function openDatabase(name: string): Promise<IDBPDatabase<Schema> | null> {
  if (typeof indexedDB === 'undefined') return null;
  return openDB<Schema>(name, 1, {
    upgrade(database) {
      database.createObjectStore('messages', { keyPath: 'clientMessageId' });
    },
  }).catch(() => null);
}
