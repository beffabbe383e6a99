import { connected, type OutsideAddress } from './connection.ts';
import { readOffer, toolsHashOf } from './offer.ts';
import type { OutsideServer } from './servers.ts';

const PIN_WITHIN_MS = 30_000;

/**
 * Reads what a server offers, as an entry for an admin to look at and to put into the list of outside servers: every tool `external`
 * until the admin says otherwise. Errors: as `connected`.
 */
export async function pinOutsideServer(
  { url, headers }: OutsideAddress,
  { name, headersFromEnv }: Pick<OutsideServer, 'name' | 'headersFromEnv'>,
) {
  const offer = await connected({ url, headers }, AbortSignal.timeout(PIN_WITHIN_MS), readOffer);
  return {
    name,
    url,
    headersFromEnv,
    toolsHash: toolsHashOf(offer),
    tools: offer.map((tool) => ({ ...tool, risk: 'external' as const })),
  };
}
