import { execFileSync } from 'node:child_process';
import { constants } from 'node:fs';
import {
  link,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  symlink,
  unlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId, TenantId } from '@friendsai/schema';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTenantFolder } from './tenant-files.ts';

let base: string;
let root: string;
let outside: string;
let files: ReturnType<typeof openTenantFolder>;
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'friendsai-attack-'));
  const [tenantId, neighbour] = [newId(TenantId), newId(TenantId)];
  root = join(base, tenantId);
  outside = join(base, neighbour);
  await mkdir(join(outside, 'deep'), { recursive: true });
  await writeFile(join(outside, 'secret'), 'secret\n');
  await writeFile(join(outside, 'deep', 'secret'), 'secret\n');
  files = openTenantFolder(base, tenantId);
  await files.write('inside/file', 'mine\n');
});
afterEach(() => rm(base, { recursive: true, force: true }));

/** All that is outside, with what it says. */
async function allOutside(): Promise<Record<string, string>> {
  const entries = await readdir(outside, { recursive: true, withFileTypes: true });
  const found: Record<string, string> = {};
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    found[path.slice(outside.length)] = entry.isFile()
      ? await readFile(path, 'utf8')
      : entry.isSymbolicLink()
        ? await readlink(path)
        : '';
  }
  return found;
}
const UNTOUCHED = { '/secret': 'secret\n', '/deep': '', '/deep/secret': 'secret\n' };

const operations: [string, (path: string) => Promise<unknown>][] = [
  ['read', (path) => files.read(path)],
  ['lastLine', (path) => files.lastLine(path)],
  ['appendLines', (path) => files.appendLines(path, ['attack'])],
  ['write', (path) => files.write(path, 'attack')],
];

test.each([
  ['up', '..'],
  ['up to a neighbour', '../NEIGHBOUR/secret'],
  ['up from within', 'inside/../../NEIGHBOUR/secret'],
  ['up and back', 'inside/../inside/file'],
  ['up at the end', 'inside/..'],
  ['absolute', '/ABSOLUTE/secret'],
  ['the root', '/'],
  ['a NUL at the end', 'inside/file\0'],
  ['a NUL that hides the rest', '../NEIGHBOUR/secret\0.txt'],
  ['a NUL in a folder’s name', 'in\0side/file'],
  ['nothing', ''],
  ['an empty name', 'inside//file'],
  ['an empty name at the end', 'inside/'],
  ['a dot', '.'],
  ['a dot on the way', 'inside/./file'],
  ['a dot at the end', 'inside/.'],
  ['backslashes', '..\\NEIGHBOUR\\secret'],
  ['a backslash', 'inside\\file'],
  ['a name of 300 bytes', 'x'.repeat(300)],
  ['a name of 300 bytes in 150 letters', 'ü'.repeat(150)],
  ['a folder’s name of 300 bytes', `${'x'.repeat(300)}/file`],
])('%s is not found, by whatever it is asked', async (_, attack) => {
  const path = attack.replace('NEIGHBOUR', outside.slice(base.length + 1)).replace('/ABSOLUTE', outside);
  for (const [name, operation] of operations)
    await expect(operation(path), name).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(await allOutside()).toEqual(UNTOUCHED);
  expect(await readdir(root)).toEqual(['inside']);
  expect(await readdir(join(root, 'inside'))).toEqual(['file']);
});

test('a name of 255 bytes is a name still', async () => {
  for (const name of ['x'.repeat(255), `${'ü'.repeat(127)}x`]) {
    await files.write(`inside/${name}`, 'mine');
    expect((await files.read(`inside/${name}`))?.toString()).toBe('mine');
  }
});

/** What stands at `inside/trap`, and what is found outside after it was put there. */
const traps: [string, (at: string) => Promise<unknown>][] = [
  ['a link to a file', (at) => symlink(join(outside, 'secret'), at)],
  ['a relative link to a file', (at) => symlink(`../..${outside.slice(base.length)}/secret`, at)],
  ['a link to a file that is not there yet', (at) => symlink(join(outside, 'new'), at)],
  ['a link to a file of one’s own', (at) => symlink('file', at)],
  ['a link to itself', (at) => symlink('trap', at)],
  ['a second name of a file', (at) => link(join(outside, 'secret'), at)],
  ['a second name of a file of one’s own', (at) => link(join(root, 'inside', 'file'), at)],
  ['a pipe', async (at) => execFileSync('mkfifo', [at])],
];
test.each(traps)(
  '%s is neither read nor written through; a write puts a file in its place',
  async (_, set) => {
    await set(join(root, 'inside', 'trap'));
    for (const [name, operation] of operations.slice(0, 3))
      await expect(operation('inside/trap'), name).rejects.toThrow();
    expect(await allOutside()).toEqual(UNTOUCHED);
    expect(await readFile(join(root, 'inside', 'file'), 'utf8')).toBe('mine\n');

    await files.write('inside/trap', 'in its place');
    expect((await files.read('inside/trap'))?.toString()).toBe('in its place');
    expect(await allOutside()).toEqual(UNTOUCHED);
    expect(await readFile(join(root, 'inside', 'file'), 'utf8')).toBe('mine\n');
  },
);

test('a pipe that somebody listens to hears nothing', async () => {
  const path = join(root, 'inside', 'pipe');
  execFileSync('mkfifo', [path]);
  const listener = await open(path, constants.O_RDWR | constants.O_NONBLOCK);
  try {
    await expect(files.appendLines('inside/pipe', ['attack'])).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(files.lastLine('inside/pipe')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(listener.read(Buffer.alloc(16), 0, 16)).rejects.toMatchObject({ code: 'EAGAIN' });
  } finally {
    await listener.close();
  }
});

test('a folder is not a file', async () => {
  for (const [name, operation] of operations) await expect(operation('inside'), name).rejects.toThrow();
  expect(await readdir(root)).toEqual(['inside']);
  expect(await readdir(join(root, 'inside'))).toEqual(['file']);
});

test.each([
  ['the folder', 'trap', ['secret', 'new']],
  ['a folder above it', 'trap', ['deep/secret', 'deep/new', 'made/new']],
  ['a folder further down', 'inside/trap', ['secret', 'new', 'deep/secret', 'made/new']],
])('a link in the place of %s is never gone through', async (_, trap, targets) => {
  await symlink(outside, join(root, trap));
  for (const target of targets)
    for (const [name, operation] of operations)
      await expect(operation(`${trap}/${target}`), `${name} ${target}`).rejects.toThrow();
  expect(await allOutside()).toEqual(UNTOUCHED);
});

test('a parent folder that is swapped for a link while many write below it lets nothing out and nothing in', async () => {
  const parent = join(root, 'parent');
  await files.write('parent/deep/file', 'mine');
  let swapping = true;
  let swapped = 0;
  const swapper = (async () => {
    for (let n = 0; swapping; n += 1) {
      // A writer may make the folder anew in between: the one that was moved away then stays where it is.
      const aside = join(root, `aside-${n}`);
      await rename(parent, aside).catch(() => {});
      await symlink(outside, parent).then(
        () => (swapped += 1),
        () => {},
      );
      await unlink(parent).catch(() => {});
      await rename(aside, parent).catch(() => {});
    }
  })();
  let written = 0;
  let refused = 0;
  const seen: string[] = [];
  const count = (attempt: Promise<unknown>) =>
    attempt.then(
      () => (written += 1),
      () => (refused += 1),
    );
  const attackers = Array.from({ length: 4 }, async (_, who) => {
    // Until links have stood there often, some was written, and some was refused: both sides of the race were met.
    for (let n = 0; swapped < 200 || written < 100 || refused < 20; n += 1) {
      await count(files.write(`parent/deep/${who}-${n % 10}`, 'attack'));
      await count(files.write(`parent/made-${who}-${n}/file`, 'attack'));
      await count(files.appendLines(`parent/deep/secret-${who}`, ['attack']));
      await files.appendLines('parent/deep/secret', ['attack']).catch(() => {});
      for (const path of ['parent/secret', 'parent/deep/secret'])
        seen.push(
          (await files.read(path).catch(() => null))?.toString() ?? '',
          (await files.lastLine(path).catch(() => null)) ?? '',
        );
    }
  });
  try {
    await Promise.all(attackers);
  } finally {
    swapping = false;
    await swapper;
  }
  expect(await allOutside()).toEqual(UNTOUCHED);
  expect(seen.filter((text) => text.includes('secret'))).toEqual([]);
});
