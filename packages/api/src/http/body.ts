import type { IncomingMessage } from 'node:http';
import { FriendsError } from '@friendsai/schema';

/** So much of what is too much is taken in and thrown away: who is still sending reads no answer. */
const DRAIN_MAX_BYTES = 8 * 1024 * 1024;

/**
 * Reads a request's body whole. Errors: TOO_LARGE when it passes `maxBytes`. What was not taken in by then makes the connection of no
 * further use; whoever answers closes it (`handler.ts`).
 */
export async function readBody(req: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving early must not take the connection with it: the refusal has to get through.
  for await (const chunk of req.iterator({ destroyOnReturn: false })) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += bytes.length;
    if (size > maxBytes + DRAIN_MAX_BYTES) break;
    if (size > maxBytes) chunks.length = 0;
    else chunks.push(bytes);
  }
  if (size > maxBytes) throw new FriendsError('TOO_LARGE');
  return Buffer.concat(chunks);
}
