import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A state folder for a stack that nobody needs tomorrow. */
export function throwawayState(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'friendsai-'));
  // PostgreSQL may run as somebody else, who must get through.
  chmodSync(path, 0o755);
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
