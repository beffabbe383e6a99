import type { IncomingMessage } from 'node:http';
import { FriendsError } from '@friendsai/schema';

/** Reads a request's body whole. Errors: TOO_LARGE as soon as it passes `maxBytes`. */
export async function readBody(req: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += bytes.length;
    if (size > maxBytes) throw new FriendsError('TOO_LARGE');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
