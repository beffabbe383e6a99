import { createHash } from 'node:crypto';
import { addAbortListener } from 'node:events';
import type { FileHandle } from 'node:fs/promises';
import { FriendsError } from '@friendsai/schema';

/** As many first bytes as tell what kind of file it is. */
const HEAD_BYTES = 4_100;

/** What was received: its size, its hash in hex, and its first 4100 bytes (or all, of a shorter one). */
export type Upload = { sizeBytes: number; sha256: string; head: Buffer };

/**
 * Writes a stream into a file as it comes.
 *
 * @throws TOO_LARGE as soon as there are more than `maxBytes`; the signal's reason when it is aborted, even while the
 * source gives nothing; what the source throws.
 */
export async function receive(
  file: FileHandle,
  source: AsyncIterable<Uint8Array>,
  { maxBytes, signal }: { maxBytes: number; signal: AbortSignal },
): Promise<Upload> {
  const hash = createHash('sha256');
  const head = Buffer.alloc(HEAD_BYTES);
  let sizeBytes = 0;
  const chunks = source[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { done, value } = await unlessAborted(chunks.next(), signal);
      if (done) break;
      if (sizeBytes + value.byteLength > maxBytes) throw new FriendsError('TOO_LARGE');
      head.set(value.subarray(0, Math.max(0, HEAD_BYTES - sizeBytes)), Math.min(sizeBytes, HEAD_BYTES));
      sizeBytes += value.byteLength;
      hash.update(value);
      await file.writeFile(value);
    }
  } catch (error) {
    // Not waited for: a source that hangs would hold the failure back for as long.
    chunks.return?.().catch(() => {});
    throw error;
  }
  return { sizeBytes, sha256: hash.digest('hex'), head: head.subarray(0, Math.min(sizeBytes, HEAD_BYTES)) };
}

function unlessAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const listener = addAbortListener(signal, () => reject(signal.reason));
    work.then(resolve, reject).finally(() => listener[Symbol.dispose]());
  });
}
