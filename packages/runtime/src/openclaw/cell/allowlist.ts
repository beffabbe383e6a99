import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readBridge } from './bridge-plugin.ts';
import { hashTree, readTree, type TreeFile } from './file-tree.ts';
import { installedPlugins } from './installed-plugins.ts';

/** Where it is written down which plugins and skills a gateway may load. */
export const ALLOWLIST_PATH = join(import.meta.dirname, 'allowlist.json');
export const BRIDGE_NAME = 'friendsai';

const Pinned = z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/));
/** Name → hash of the files (file-tree.ts). */
const Allowlist = z.strictObject({ plugins: Pinned, skills: Pinned });
type Allowlist = z.infer<typeof Allowlist>;

/** Something that a gateway would load is not on the allowlist; the message says in one sentence what, where, and what to do. */
export class NotAllowed extends Error {
  override readonly name = 'NotAllowed';
}

/** The folders in which the pinned version looks for plugins, hooks and skills (its docs/plugins/manifest, docs/tools/skills, docs/automation/hooks). */
const IN_STATE = {
  plugins: ['extensions', 'npm', 'git', 'plugins', 'hooks'],
  skills: ['skills', 'plugin-skills'],
} as const;
const IN_HOME = { plugins: [], skills: ['.agents/skills'] } as const;
const IN_WORKSPACE = {
  plugins: ['.openclaw/extensions', 'hooks'],
  skills: ['skills', '.agents/skills'],
} as const;

function readAllowlist(): Allowlist {
  return Allowlist.parse(JSON.parse(readFileSync(ALLOWLIST_PATH, 'utf8')));
}

/** The bridge's files, which are those that were pinned. Throws NotAllowed when they are not. */
export function allowedBridge(pluginDir: string): TreeFile[] {
  const files = readBridge(pluginDir);
  if (readAllowlist().plugins[BRIDGE_NAME] === hashTree(files)) return files;
  throw new NotAllowed(
    `the plugin "${BRIDGE_NAME}" in ${pluginDir} is not the one that was pinned: look at what changed, and if it is meant, run \`pnpm --filter @friendsai/runtime pin:plugins\``,
  );
}

/** Throws NotAllowed when a gateway with this folder and these agents' workspaces would find a plugin or a skill that is not on the allowlist. */
export function checkFound({
  cellDir,
  workspaces,
}: {
  cellDir: string;
  workspaces: readonly string[];
}): void {
  const allowlist = readAllowlist();
  const stateDir = join(cellDir, 'state');
  for (const [root, places] of [
    [stateDir, IN_STATE],
    [join(cellDir, 'home'), IN_HOME],
    ...workspaces.map((workspace) => [workspace, IN_WORKSPACE] as const),
  ] as const) {
    for (const kind of ['plugins', 'skills'] as const) {
      for (const place of places[kind]) checkFolder(kind, join(root, place), allowlist);
    }
  }
  for (const name of installedPlugins(stateDir)) {
    throw new NotAllowed(
      `the plugin "${name}" is written down as installed in ${stateDir}, and none may be: uninstall it there`,
    );
  }
}

function checkFolder(kind: keyof Allowlist, folder: string, allowlist: Allowlist): void {
  if (!existsSync(folder)) return;
  for (const { name } of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, name);
    const pinned = allowlist[kind][name];
    const what = `the ${kind === 'plugins' ? 'plugin' : 'skill'} "${name}" in ${path}`;
    if (pinned === undefined) throw new NotAllowed(`${what} is not on the allowlist: take it away`);
    if (pinned !== hashTree(readTree(path))) {
      throw new NotAllowed(
        `${what} is not the one on the allowlist: put back what was allowed, or take it away`,
      );
    }
  }
}
