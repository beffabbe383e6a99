import type { IncomingMessage } from 'node:http';
import { FriendsError } from '@friendsai/schema';

/** Reads a request's body whole. Errors: TOO_LARGE as soon as it passes `maxBytes`. */
export async function readBody(req: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving early must not take the connection with it: the refusal has to get through.
  for await (const chunk of req.iterator({ destroyOnReturn: false })) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += bytes.length;
    if (size > maxBytes) {
      req.resume();
      throw new FriendsError('TOO_LARGE');
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
