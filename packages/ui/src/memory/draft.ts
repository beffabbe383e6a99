import type { MemoryId } from '@friendsai/schema';
import { z } from 'zod';

const Draft = z.object({
  name: z.string(),
  text: z.string(),
  /** The version that it was begun from; null for a memory that is not there yet. */
  version: z.int().positive().nullable(),
});
/** What has been written and not saved. */
export type Draft = z.infer<typeof Draft>;

/**
 * Where a device keeps what is being written into one memory, so that a closed page loses nothing.
 *
 * @param userId whose words they are: nobody else who signs in on this device sees them.
 */
export function draftPlace(userId: string, id: MemoryId | 'new') {
  const key = `friendsai-memory:${userId}:${id}`;
  return {
    read(): Draft | null {
      const kept = localStorage.getItem(key);
      if (kept === null) return null;
      try {
        return Draft.safeParse(JSON.parse(kept)).data ?? null;
      } catch {
        return null;
      }
    },
    write(draft: Draft): void {
      try {
        localStorage.setItem(key, JSON.stringify(draft));
      } catch {
        // A device without room keeps no draft; what is on the page stays there.
      }
    },
    drop: (): void => localStorage.removeItem(key),
  };
}
