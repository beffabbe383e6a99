import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  link,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  unlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId, TenantId } from '@friendsai/schema';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openTenantFolder } from './tenant-files.ts';

let base: string;
let root: string;
let outside: string;
let files: ReturnType<typeof openTenantFolder>;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'friendsai-walls-'));
});
afterAll(() => rm(base, { recursive: true, force: true }));
beforeEach(async () => {
  const tenantId = newId(TenantId);
  root = join(base, tenantId);
  outside = join(base, randomUUID());
  await mkdir(outside);
  await writeFile(join(outside, 'secret'), 'secret');
  files = openTenantFolder(base, tenantId);
  await files.write('inside/file', 'mine');
});

test.each([
  ['up', '../secret'],
  ['up from within', 'inside/../../secret'],
  ['absolute', '/etc/passwd'],
  ['nothing', ''],
  ['an empty name', 'inside//file'],
  ['a dot', './inside/file'],
  ['a NUL', 'inside/file\0.txt'],
  ['a backslash', 'inside\\..\\file'],
  ['a name that is too long', 'x'.repeat(256)],
  ['dots that become dots', 'inside/\u2025/secret'.normalize('NFKC')],
  ['letters that are not composed', 'inside/e\u0301'],
])('%s leads nowhere', async (_, path) => {
  await expect(files.read(path)).rejects.toThrow();
  await expect(files.write(path, 'x')).rejects.toThrow();
  await expect(files.appendLines(path, ['x'])).rejects.toThrow();
});

test('a link is not followed: to a file, to a folder, or on the way', async () => {
  await symlink(join(outside, 'secret'), join(root, 'inside', 'link'));
  await symlink(outside, join(root, 'linked'));
  await expect(files.read('inside/link')).rejects.toThrow();
  await expect(files.appendLines('inside/link', ['x'])).rejects.toThrow();
  await expect(files.read('linked/secret')).rejects.toThrow();
  await expect(files.write('linked/new', 'x')).rejects.toThrow();
  await files.write('inside/link', 'in its place');
  expect(await readFile(join(outside, 'secret'), 'utf8')).toBe('secret');
  expect(await readdir(outside)).toEqual(['secret']);
});

test('a link in the place of a tenant’s folder leads to no other tenant', async () => {
  const impostor = newId(TenantId);
  await symlink(root, join(base, impostor));
  const theirs = openTenantFolder(base, impostor);
  await expect(theirs.read('inside/file')).rejects.toThrow();
  await expect(theirs.write('inside/file', 'theirs')).rejects.toThrow();
  await expect(theirs.appendLines('inside/log', ['theirs'])).rejects.toThrow();
  expect(await readFile(join(root, 'inside', 'file'), 'utf8')).toBe('mine');
  expect(await readdir(join(root, 'inside'))).toEqual(['file']);
});

test('nobody else on the machine can read a tenant’s folders and files', async () => {
  await files.appendLines('inside/log', ['x']);
  const mode = async (...names: string[]) => (await stat(join(root, ...names))).mode & 0o777;
  expect([await mode(), await mode('inside')]).toEqual([0o700, 0o700]);
  expect([await mode('inside', 'file'), await mode('inside', 'log')]).toEqual([0o600, 0o600]);
});

test('a file with a second name, and a pipe, are refused', async () => {
  await link(join(outside, 'secret'), join(root, 'inside', 'hard'));
  await expect(files.read('inside/hard')).rejects.toThrow();
  await expect(files.appendLines('inside/hard', ['x'])).rejects.toThrow();
  execFileSync('mkfifo', [join(root, 'inside', 'pipe')]);
  await expect(files.read('inside/pipe')).rejects.toThrow();
});

test('a folder that is swapped for a link while files are written lets nothing out', async () => {
  const folder = join(root, 'inside');
  const aside = join(root, 'aside');
  let swapping = true;
  const swapper = (async () => {
    while (swapping) {
      // A write may make the folder anew in between; then a step fails, and the next round goes on.
      await rename(folder, aside).catch(() => {});
      await symlink(outside, folder).catch(() => {});
      await unlink(folder).catch(() => {});
      await rename(aside, folder).catch(() => {});
    }
  })();
  let written = 0;
  for (let n = 0; n < 300; n += 1) {
    await files.write(`inside/deep-${n}`, 'x').then(
      () => (written += 1),
      () => {},
    );
    await files.appendLines('inside/log', ['x']).catch(() => {});
    const read = await files.read('inside/secret').catch(() => null);
    expect(read).toBeNull();
  }
  swapping = false;
  await swapper;
  expect(await readdir(outside)).toEqual(['secret']);
  // Some got through between two swaps: the walls did not hold by refusing everything.
  expect(written).toBeGreaterThan(0);
});

test('a file that is swapped for a link while it is read and written lets nothing in or out', async () => {
  const name = join(root, 'inside', 'file');
  let swapping = true;
  const swapper = (async () => {
    while (swapping) {
      await unlink(name).catch(() => {});
      await symlink(join(outside, 'secret'), name).catch(() => {});
      await unlink(name).catch(() => {});
      await link(join(outside, 'secret'), name).catch(() => {});
      await unlink(name).catch(() => {});
      await writeFile(name, 'mine', { flag: 'wx' }).catch(() => {});
    }
  })();
  // At least once it gets through: the walls do not hold by refusing everything.
  let seen = 0;
  try {
    for (let n = 0; n < 300 || seen === 0; n += 1) {
      await files.write('inside/file', 'mine').catch(() => {});
      await files.appendLines('inside/file', ['mine']).catch(() => {});
      const bytes = await files.read('inside/file').catch(() => null);
      if (bytes !== null) seen += 1;
      expect(bytes?.toString() ?? '').not.toContain('secret');
    }
  } finally {
    swapping = false;
    await swapper;
  }
  expect(await readFile(join(outside, 'secret'), 'utf8')).toBe('secret');
});

test('the last line is found wherever the read of the file’s end happens to begin', async () => {
  const first = '{"position":1}';
  for (const torn of [0, 1, 256 * 1024 - 2, 256 * 1024 - 1, 256 * 1024, 512 * 1024 - 1]) {
    await writeFile(join(root, 'log'), `${first}\n${'x'.repeat(torn)}`);
    expect(await files.lastLine('log')).toBe(first);
    expect(await readFile(join(root, 'log'), 'utf8')).toBe(`${first}\n`);
  }
  await writeFile(join(root, 'log'), '');
  expect(await files.lastLine('log')).toBeNull();
});

test('a torn line is cut, and a last line of any length is found', async () => {
  await files.appendLines('log', ['one', 'two']);
  await writeFile(join(root, 'log'), '{"torn":', { flag: 'a' });
  expect(await files.lastLine('log')).toBe('two');
  expect(await readFile(join(root, 'log'), 'utf8')).toBe('one\ntwo\n');
  const long = 'x'.repeat(700_000);
  await files.appendLines('log', [long]);
  expect(await files.lastLine('log')).toBe(long);
  await writeFile(join(root, 'only-torn'), long);
  expect(await files.lastLine('only-torn')).toBeNull();
  expect(await files.lastLine('not-there')).toBeNull();
});

test('a reader sees the old file or the new one, never a part', async () => {
  const [old, fresh] = ['a'.repeat(20_000), 'b'.repeat(20_000)];
  await files.write('whole', old);
  let reading = true;
  const writes = (async () => {
    for (let n = 0; reading; n += 1) await files.write('whole', n % 2 === 0 ? fresh : old);
  })();
  try {
    for (let n = 0; n < 1_000; n += 1)
      expect([old, fresh]).toContain((await files.read('whole'))?.toString());
  } finally {
    reading = false;
    await writes;
  }
  expect((await readdir(root)).filter((name) => name.endsWith('.draft'))).toEqual([]);
});
