import { FriendsError } from '@friendsai/schema';

/**
 * What is given, unless it takes longer: a database that is frozen or cut off keeps to no limit of its own. What was begun may still
 * come to an end, as with an answer that was lost. Errors: DEPENDENCY_UNAVAILABLE.
 */
export async function within<Value>(ms: number, given: Promise<Value>): Promise<Value> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new FriendsError('DEPENDENCY_UNAVAILABLE')), ms);
  try {
    return await Promise.race([given, late]);
  } finally {
    clearTimeout(timer);
  }
}
