import { renameSync, writeFileSync } from 'node:fs';

/** Puts a file in place whole, for its owner only. */
export function writePrivate(path: string, text: string): void {
  writeFileSync(`${path}.draft`, text, { mode: 0o600 });
  renameSync(`${path}.draft`, path);
}
