import { setTimeout as delay } from 'node:timers/promises';
import { FriendsError } from '@friendsai/schema';

const PAUSE_MS = 200;

/**
 * Does what depends on PostgreSQL or Redis again and again while they do not answer: an outage of seconds costs a wait,
 * not an answer. Gives up when the signal aborts (a lease lost means that somebody else goes on).
 */
export async function insist<Value>(attempt: () => Promise<Value>, signal: AbortSignal): Promise<Value> {
  while (true) {
    try {
      return await attempt();
    } catch (error) {
      const unavailable = error instanceof FriendsError && error.code === 'DEPENDENCY_UNAVAILABLE';
      if (!unavailable || signal.aborted) throw error;
      await delay(PAUSE_MS, undefined, { signal });
    }
  }
}
