import { createHash } from 'node:crypto';
import { anonymousKey, type Limiter } from '@friendsai/redis';
import type { UserId } from '@friendsai/schema';

/** Tries for one address in a quarter of an hour: enough for a forgetful person, too few for a guesser. */
const PER_EMAIL = { points: 10, durationSec: 15 * 60 };
/**
 * Tries from one peer. Wide, because everybody who signs in through our own pages comes from those servers' address;
 * it is there against somebody who walks through many addresses.
 */
const PER_PEER = { points: 600, durationSec: 15 * 60 };

const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 32);

/** Limits on guessing. Keys hold digests only, so that Redis never lists who signs in. */
export function createSignInLimits(limiter: Limiter) {
  const emailKey = (email: string) => anonymousKey('sign-in-email', digest(email));
  return {
    /** Errors: RATE_LIMITED with the time to wait; DEPENDENCY_UNAVAILABLE when the limits cannot be read. */
    async consume(email: string, peerAddress: string): Promise<void> {
      await limiter.consume(anonymousKey('sign-in-peer', digest(peerAddress)), PER_PEER);
      await limiter.consume(emailKey(email), PER_EMAIL);
    },
    /** The same for who is signed in and has to prove once more who they are: an open page may be in anybody's hands. Errors: as `consume`. */
    consumeProof: (userId: UserId): Promise<void> =>
      limiter.consume(anonymousKey('proof', digest(userId)), PER_EMAIL),
    /** A sign-in that worked takes back the tries before it. */
    forget: (email: string) => limiter.reset(emailKey(email)),
  };
}
export type SignInLimits = ReturnType<typeof createSignInLimits>;
