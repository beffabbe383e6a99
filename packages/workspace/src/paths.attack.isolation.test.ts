import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ContactId, FileId, TenantId } from '@friendsai/schema';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTenantFolder } from './tenant-files.ts';
import { SECRET, twoTenants } from './testing/two-tenants.ts';
import { createWorkspaces } from './workspaces.ts';

let site: Awaited<ReturnType<typeof twoTenants>>;
let before: Record<string, string>;
beforeEach(async () => {
  site = await twoTenants();
  await site.refill();
  before = await site.outside();
});
afterEach(() => site.close());

async function* bytes() {
  yield Buffer.from('attack');
}
const limits = { maxBytes: 100, signal: new AbortController().signal };

/** What a person, a model or an archive could give as a name. */
const ATTACKS: [string, string][] = [
  ['up', '..'],
  ['up and down', '../THEIRS/memory/note.md'],
  ['up far', `${'../'.repeat(40)}etc/passwd`],
  ['up from within', 'memory/../../THEIRS/memory/note.md'],
  ['a name in an archive', '../../../slipped.md'],
  ['a name in an archive, less deep', '../../slipped.md'],
  ['an archive’s name from Windows', '..\\..\\slipped.md'],
  ['a drive', 'C:\\slipped.md'],
  ['a stream of a file', 'file::$DATA'],
  ['absolute', '/etc/passwd'],
  ['absolute, the neighbour’s', 'ABSOLUTE/memory/note.md'],
  ['an address', 'file:///etc/passwd'],
  ['a NUL', 'ID\0'],
  ['a NUL before an ending', '../../etc/passwd\0.md'],
  ['a line’s end', 'ID\n'],
  ['nothing', ''],
  ['a dot', '.'],
  ['an empty name', '//'],
  ['a folder', 'ID/'],
  ['a dot on the way', './ID'],
  ['a draft', '.0190163d-8694-739b-aea5-966c26f8ad91.draft'],
  ['a tombstone', '.ID.erased'],
  ['dots that look like two', '\u2025/\u2024\u2024/THEIRS'],
  ['wide dots and slashes', '．．／．．／etc／passwd'],
  ['a slash that is none', '..\u2215..\u2044etc'],
  ['dots and slashes of an address', '%2e%2e%2f%2e%2e%2fetc%2fpasswd'],
  ['dots and slashes in two bytes', '\u00c0\u00ae\u00c0\u00ae\u00c0\u00af'],
  ['capitals', 'ABCDEF00-8694-739B-AEA5-966C26F8AD91'],
  ['wide digits', '\uff10190163d-8694-739b-aea5-966c26f8ad91'],
  ['letters that are not composed', 'e\u0301'],
  ['letters that turn around', '\u202egpj.exe'],
  ['a letter that is not seen', 'ID\u200b'],
  ['300 bytes', 'x'.repeat(300)],
  ['a long path', 'x/'.repeat(5_000)],
  ['as deep up', '../'.repeat(5_000)],
];
const attackOf = (text: string) =>
  text
    .replaceAll('ABSOLUTE', site.theirs)
    .replaceAll('THEIRS', basename(site.theirs))
    .replaceAll('ID', site.tenantId);

test.each(ATTACKS)('%s is no id: of a file, of a contact, or of a tenant', async (_, text) => {
  // As it would come out of JSON that nobody looked at: the types know nothing of it.
  const id: FileId & ContactId & TenantId = JSON.parse(JSON.stringify(attackOf(text)));
  const { files, thread, writeProfile } = site.workspace;
  const impostor = createWorkspaces(site.rootDir).open(id);
  const attempts = {
    put: () => files.put(id, bytes(), limits),
    openForReading: () => files.openForReading(id),
    remove: () => files.remove(id),
    lastLine: () => thread(id).lastLine(),
    appendLines: () => thread(id).appendLines(['attack']),
    writeProfile: () => writeProfile(id, 'attack'),
    'another’s memory.write': () => impostor.memory.write('attack', 'attack'),
    'another’s memory.remove': () => impostor.memory.remove('secret'),
    'another’s memory.list': () => impostor.memory.list(),
    'another’s lastLine': () => impostor.thread('journal').lastLine(),
    'another’s erase': () => impostor.erase(),
  };
  for (const [name, attempt] of Object.entries(attempts))
    await expect(attempt(), name).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(await site.outside()).toEqual(before);
  expect((await readdir(site.own)).sort()).toEqual(['agent', 'contacts', 'files', 'memory']);
});

test.each(ATTACKS)(
  '%s is a memory’s name like any other, of one file in the memory’s folder',
  async (_, text) => {
    const name = attackOf(text);
    await site.workspace.memory.write(name, 'attack');
    const added = (await site.workspace.memory.list()).filter(
      (file) => !['mine.md', 'note.md'].includes(file),
    );
    expect(added.length).toBe(1);
    expect(await readFile(join(site.own, 'memory', added[0] ?? ''), 'utf8')).toBe('attack');
    await site.workspace.memory.remove(name);
    expect(await site.workspace.memory.list()).toEqual(['mine.md', 'note.md']);
    expect(await site.outside()).toEqual(before);
    expect((await readdir(site.own)).sort()).toEqual(['agent', 'contacts', 'files', 'memory']);
  },
);

test.each(ATTACKS)(
  '%s as a path gives nothing of anybody else’s, and changes nothing outside',
  async (_, text) => {
    const path = attackOf(text);
    const folder = openTenantFolder(site.rootDir, site.tenantId);
    const told: string[] = [];
    for (const attempt of [
      () => folder.read(path),
      () => folder.lastLine(path),
      () => folder.list(path),
      () => folder.fill(path, (draft) => draft.writeFile('attack')),
      () => folder.appendLines(path, ['attack']),
      () => folder.remove(path),
    ])
      await attempt().then(
        (answer) => told.push(String(answer ?? '')),
        () => {},
      );
    expect(told.filter((answer) => /secret|root:/.test(answer))).toEqual([]);
    expect(await site.outside()).toEqual(before);
  },
);

test('there is something to be found outside', () => {
  expect(Object.values(before).filter((text) => text.includes(SECRET)).length).toBeGreaterThan(5);
});
