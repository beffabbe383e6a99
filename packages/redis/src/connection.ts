import { FriendsError } from '@friendsai/schema';
import { Redis } from 'ioredis';

/**
 * A connection for commands. It never queues while Redis is away: a caller learns at once, and decides. Reconnects by
 * itself.
 */
export function createRedis(url: string): Redis {
  const redis = new Redis(url, {
    connectTimeout: 3_000,
    commandTimeout: 3_000,
    maxRetriesPerRequest: 0,
    // Commands given while the very first connection is made wait for it; later ones fail while there is none.
    enableOfflineQueue: true,
    retryStrategy: (tries) => Math.min(50 * tries, 1_000),
    // The event hub subscribes again by itself: it has to know when that is done.
    autoResubscribe: false,
  });
  redis.on('ready', () => {
    redis.options.enableOfflineQueue = false;
  });
  // Without a listener a lost connection would end the process; commands report the same fault to their callers.
  redis.on('error', () => {});
  return redis;
}

/** Runs commands; a Redis that does not answer is DEPENDENCY_UNAVAILABLE above this floor. */
export async function ask<Value>(command: () => Promise<Value>): Promise<Value> {
  try {
    return await command();
  } catch (error) {
    if (error instanceof FriendsError) throw error;
    throw new FriendsError('DEPENDENCY_UNAVAILABLE', { cause: error });
  }
}
