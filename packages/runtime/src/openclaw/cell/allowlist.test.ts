import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { allowedBridge, checkFound } from './allowlist.ts';
import { hashTree } from './file-tree.ts';

const BRIDGE = join(import.meta.dirname, '../../../../openclaw-plugin');

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'friendsai-allowlist-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const place = (...path: string[]) => {
  const file = join(dir, ...path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, 'x');
  return file;
};
const found = () => checkFound({ cellDir: join(dir, 'cell'), workspaces: [join(dir, 'workspace')] });

test('the bridge is the one that was pinned (else look at the change, then `pnpm --filter @friendsai/runtime pin:plugins`)', () => {
  expect(() => allowedBridge(BRIDGE)).not.toThrow();
});

test.each([
  ['a changed byte', 'src/index.ts'],
  ['a file more', 'src/more.ts'],
  ['another manifest', 'openclaw.plugin.json'],
  ['another entry', 'package.json'],
])('%s is another plugin', (_, path) => {
  const copy = join(dir, 'bridge');
  cpSync(BRIDGE, copy, { recursive: true, filter: (source) => !source.includes('node_modules') });
  expect(() => allowedBridge(copy)).not.toThrow();
  writeFileSync(join(copy, path), ' ', { flag: 'a' });
  expect(() => allowedBridge(copy)).toThrow(/the plugin "friendsai" in .* pin:plugins/);
});

test('a link in the bridge is refused, wherever it leads', () => {
  const copy = join(dir, 'bridge');
  cpSync(BRIDGE, copy, { recursive: true, filter: (source) => !source.includes('node_modules') });
  rmSync(join(copy, 'src/runs.ts'));
  symlinkSync(join(BRIDGE, 'src/runs.ts'), join(copy, 'src/runs.ts'));
  expect(() => allowedBridge(copy)).toThrow('neither a file nor a folder');
});

test('a folder without plugins and skills is in order, and so is none', () => {
  expect(found).not.toThrow();
  mkdirSync(join(dir, 'cell/state/skills'), { recursive: true });
  place('cell/state/agents/a/sessions/sessions.json');
  place('workspace/notes.md');
  expect(found).not.toThrow();
});

test.each([
  ['plugin', 'cell/state/extensions/evil/index.js', 'evil'],
  ['plugin', 'cell/state/extensions/friendsai/src/index.ts', 'friendsai'],
  ['plugin', 'cell/state/npm/projects/evil/package.json', 'projects'],
  ['plugin', 'cell/state/git/evil/index.js', 'evil'],
  ['plugin', 'cell/state/plugins/installs.json', 'installs.json'],
  ['plugin', 'cell/state/hooks/evil/HOOK.md', 'evil'],
  ['plugin', 'workspace/.openclaw/extensions/evil/index.js', 'evil'],
  ['plugin', 'workspace/hooks/evil/HOOK.md', 'evil'],
  ['skill', 'cell/state/skills/evil/SKILL.md', 'evil'],
  ['skill', 'cell/state/plugin-skills/evil/SKILL.md', 'evil'],
  ['skill', 'cell/home/.agents/skills/evil/SKILL.md', 'evil'],
  ['skill', 'workspace/skills/group/evil/SKILL.md', 'group'],
  ['skill', 'workspace/.agents/skills/evil/SKILL.md', 'evil'],
])('a %s in %s is named with its place', (kind, path, name) => {
  place(path);
  expect(found).toThrow(
    new RegExp(`^the ${kind} "${name}" in ${dir}/.* is not the one|not on the allowlist`),
  );
});

test('a plugin that a gateway has down as installed is named', () => {
  mkdirSync(join(dir, 'cell/state/state'), { recursive: true });
  const db = new DatabaseSync(join(dir, 'cell/state/state/openclaw.sqlite'));
  db.exec('CREATE TABLE installed_plugin_index (index_key TEXT, install_records_json TEXT)');
  db.exec("INSERT INTO installed_plugin_index VALUES ('installed-plugin-index', '{}')");
  expect(found).not.toThrow();
  db.exec(`UPDATE installed_plugin_index SET install_records_json = '{"evil":{"source":"npm"}}'`);
  db.close();
  expect(found).toThrow('the plugin "evil" is written down as installed');
});

test('a hash tells a name from a content', () => {
  const tree = (path: string, content: string) => [{ path, bytes: Buffer.from(content) }];
  expect(hashTree(tree('a', 'bc'))).not.toBe(hashTree(tree('ab', 'c')));
  expect(hashTree([...tree('a', ''), ...tree('b', '')])).not.toBe(hashTree(tree('a', '0:1:b')));
});
