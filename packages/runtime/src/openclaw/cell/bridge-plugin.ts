import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { readTree, type TreeFile } from './file-tree.ts';

const MANIFEST = 'openclaw.plugin.json';

const Manifest = z.looseObject({ contracts: z.looseObject({}) });

/** What of the bridge's folder a gateway loads: its two manifests and its code, without tests. Sorted by path. */
export function readBridge(pluginDir: string): TreeFile[] {
  const manifests = [MANIFEST, 'package.json'].map((path) => ({
    path,
    bytes: readFileSync(join(pluginDir, path)),
  }));
  const code = readTree(join(pluginDir, 'src')).filter(({ path }) => !path.endsWith('.test.ts'));
  return [...manifests, ...code.map(({ path, bytes }) => ({ path: `src/${path}`, bytes }))];
}

/**
 * Puts a copy of the bridge in place of what is there, its manifest naming the cell's tools: a gateway takes only tools that
 * the manifest names, and which there are is known only when a cell starts.
 */
export function placeBridge(files: readonly TreeFile[], target: string, toolNames: readonly string[]): void {
  rmSync(target, { recursive: true, force: true });
  for (const { path, bytes } of files) {
    mkdirSync(join(target, dirname(path)), { recursive: true, mode: 0o700 });
    const content = path === MANIFEST ? withTools(bytes, toolNames) : bytes;
    writeFileSync(join(target, path), content, { mode: 0o600 });
  }
}

function withTools(bytes: Buffer, toolNames: readonly string[]): string {
  const manifest = Manifest.parse(JSON.parse(bytes.toString('utf8')));
  manifest.contracts.tools = toolNames;
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
