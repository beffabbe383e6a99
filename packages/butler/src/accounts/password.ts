import { hash, verify } from '@node-rs/argon2';

// argon2id with the library's defaults (19 MiB, 2 passes, 1 lane), which are OWASP's recommendation.

/** The PHC string to store. */
export function hashPassword(password: string): Promise<string> {
  return hash(password);
}

// Hash of a random word that nobody knows: an unknown address costs the same time as a wrong password.
const decoy = hash(crypto.randomUUID());

/** True when the password fits. Takes as long when there is no hash to compare with. */
export async function passwordFits(passwordHash: string | null, password: string): Promise<boolean> {
  const fits = await verify(passwordHash ?? (await decoy), password);
  return passwordHash !== null && fits;
}
