import type { ChildProcess } from 'node:child_process';
import { Readable, type Writable } from 'node:stream';

/** How much of stderr is kept: enough to say why it ended. */
const STDERR_KEPT_BYTES = 8 * 1024;

/** Everything that comes out of a stream; complete when the process has closed. */
export function listen(stream: Readable | Writable | null | undefined): Buffer[] {
  const heard: Buffer[] = [];
  if (stream instanceof Readable)
    stream.on('data', (chunk: Buffer) => heard.push(chunk)).on('error', () => {});
  return heard;
}

/** What a process says on stdout and the beginning of what it says on stderr. `onFlood` when it is more than both may be. */
export function listenWithin(
  maxBytes: number,
  { stdout, stderr }: ChildProcess,
  onFlood: () => void,
): { stdout: Buffer[]; stderr: Buffer[] } {
  const heard: { stdout: Buffer[]; stderr: Buffer[] } = { stdout: [], stderr: [] };
  let saidBytes = 0;
  let keptBytes = 0;
  const isTooMuch = ({ length }: Buffer): boolean => {
    saidBytes += length;
    if (saidBytes > maxBytes) onFlood();
    return saidBytes > maxBytes;
  };
  stdout?.on('data', (chunk: Buffer) => {
    if (!isTooMuch(chunk)) heard.stdout.push(chunk);
  });
  stderr?.on('data', (chunk: Buffer) => {
    if (isTooMuch(chunk)) return;
    const kept = chunk.subarray(0, STDERR_KEPT_BYTES - keptBytes);
    keptBytes += kept.length;
    heard.stderr.push(kept);
  });
  return heard;
}
