import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type TreeFile = {
  /** Relative to the tree's folder, with slashes. */
  path: string;
  bytes: Buffer;
};

/** Everything in a folder, sorted by path. Throws for a link or a device: what stands behind it may change unseen. */
export function readTree(folder: string, within = ''): TreeFile[] {
  return readdirSync(join(folder, within), { withFileTypes: true })
    .flatMap((entry) => {
      const path = within === '' ? entry.name : `${within}/${entry.name}`;
      if (entry.isDirectory()) return readTree(folder, path);
      if (!entry.isFile()) throw new Error(`${join(folder, path)} is neither a file nor a folder`);
      return [{ path, bytes: readFileSync(join(folder, path)) }];
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** SHA-256 in hex over the paths and contents of files in the order of their paths. */
export function hashTree(files: readonly TreeFile[]): string {
  const hash = createHash('sha256');
  for (const { path, bytes } of files) {
    // Each with its length, so that nothing can move from a name to a content.
    hash.update(`${Buffer.byteLength(path)}:${path}${bytes.length}:`).update(bytes);
  }
  return hash.digest('hex');
}
