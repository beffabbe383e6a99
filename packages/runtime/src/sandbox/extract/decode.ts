import { Unreadable } from './content.ts';

/** Bytes as text, its line ends as \n: by their mark, as UTF-8, as GB 18030 (which is GBK and more), or as Windows-1252, the first that fits. */
export function decode(bytes: Uint8Array): string {
  return asText(bytes).replaceAll('\r\n', '\n');
}

function asText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  if (bytes.includes(0)) throw new Unreadable('binary');
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }
  return new TextDecoder('windows-1252').decode(bytes);
}
