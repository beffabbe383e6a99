import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';

/** Every file below the folder, and every empty folder (with a slash at its end), as paths relative to it. */
export function walk(folder: string, within = ''): string[] {
  const entries = readdirSync(join(folder, within), { withFileTypes: true });
  if (entries.length === 0) return [`${within}/`];
  return entries.flatMap((entry) => {
    const path = within === '' ? entry.name : `${within}/${entry.name}`;
    return entry.isDirectory() ? walk(folder, path) : [path];
  });
}

/** The files below the folder that contain one of the words, as they lie there or unpacked; also one whose name does. */
export function filesWith(folder: string, words: readonly string[]): string[] {
  return walk(folder).filter((path) => {
    const bytes = path.endsWith('/') ? Buffer.alloc(0) : contentOf(join(folder, path));
    return words.some((word) => path.includes(word) || bytes.includes(word));
  });
}

/** A file that a gateway takes away while we look has nothing in it. */
function contentOf(path: string): Buffer {
  try {
    const bytes = readFileSync(path);
    if (path.endsWith('.zst')) return zstdDecompressSync(bytes);
    return path.endsWith('.gz') ? gunzipSync(bytes) : bytes;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}
