import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runs, unpackPackages } from './debian-packages.ts';

/**
 * The search path on which the server finds bubblewrap, the walls in which files are read: this machine's own, or the distribution's
 * package, unpacked into the state folder without root. Without either the path stays as it is, and files are kept and not read.
 */
export function pathWithBubblewrap(stateDir: string, path: string): { path: string; found: boolean } {
  if (runs('bwrap', ['--version'])) return { path, found: true };
  const root = join(stateDir, 'bubblewrap-package');
  const folder = join(root, 'usr', 'bin');
  const command = join(folder, 'bwrap');
  const there = existsSync(command) || unpackPackages(root, ['bubblewrap']);
  if (!there || !runs(command, ['--version'])) return { path, found: false };
  return { path: `${path}${delimiter}${folder}`, found: true };
}
