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

test('a link in the place of a tenant’s folder leads nowhere', async () => {
  const [victim, attacker] = [newId(TenantId), newId(TenantId)];
  await openTenantFolder(base, victim).write('inside/file', 'theirs');
  await symlink(join(base, victim), join(base, attacker));
  await expect(openTenantFolder(base, attacker).read('inside/file')).rejects.toThrow();
  await expect(openTenantFolder(base, attacker).write('inside/file', 'x')).rejects.toThrow();
});

test('an empty last line is a line', async () => {
  await files.appendLines('empty', ['']);
  expect(await files.lastLine('empty')).toBe('');
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
  const [old, fresh] = ['a'.repeat(200_000), 'b'.repeat(200_000)];
  await files.write('whole', old);
  const writes = (async () => {
    for (let n = 0; n < 20; n += 1) await files.write('whole', n % 2 === 0 ? fresh : old);
  })();
  for (let n = 0; n < 100; n += 1) expect([old, fresh]).toContain((await files.read('whole'))?.toString());
  await writes;
  expect((await readdir(root)).filter((name) => name.endsWith('.draft'))).toEqual([]);
});
