import { strFromU8, unzipSync } from 'fflate';
import { Unreadable } from './content.ts';

const MAX_ENTRIES = 5_000;
/** What the wanted parts may come to when they are unpacked. */
const MAX_UNPACKED_BYTES = 96 * 1024 ** 2;
const ENCRYPTED_OFFICE = [0xd0, 0xcf, 0x11, 0xe0];

/**
 * The parts of an office document whose names fit, as XML text. Nothing is ever written under a name from the archive.
 * An archive that says it holds more than may be unpacked is not unpacked; one that lies about it gets no more room than it
 * said.
 */
export function unpack(bytes: Uint8Array, wanted: RegExp): Map<string, string> {
  if (ENCRYPTED_OFFICE.every((byte, index) => bytes[index] === byte)) throw new Unreadable('encrypted');
  let entries = 0;
  let unpackedBytes = 0;
  const files = unzipSync(bytes, {
    filter({ name, originalSize }) {
      entries++;
      if (entries > MAX_ENTRIES) throw new Unreadable('large');
      if (!wanted.test(name)) return false;
      unpackedBytes += originalSize;
      if (unpackedBytes > MAX_UNPACKED_BYTES) throw new Unreadable('large');
      return true;
    },
  });
  return new Map(Object.entries(files).map(([name, content]) => [name, strFromU8(content)]));
}
