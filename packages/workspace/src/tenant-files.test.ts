import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { promisify } from 'node:util';
import { newId, TenantId } from '@friendsai/schema';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTenantFolder } from './tenant-files.ts';

let base: string;
let root: string;
let tenantId: TenantId;
let files: ReturnType<typeof openTenantFolder>;
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'friendsai-files-'));
  tenantId = newId(TenantId);
  root = join(base, tenantId);
  await mkdir(root);
  files = openTenantFolder(base, tenantId);
});
afterEach(() => rm(base, { recursive: true, force: true }));

const KB = 1_024;
const whole = () => readFile(join(root, 'whole'), 'utf8');

test('a log torn after any byte ends with its last whole line, and goes on from there', async () => {
  const log = Buffer.from('{"n":1}\n{"text":"zwölf 🦊"}\n\n{"n":3}\n');
  for (let torn = 0; torn <= log.length; torn += 1) {
    const left = log.subarray(0, torn);
    await writeFile(join(root, 'log'), left);
    const sound = left.subarray(0, left.lastIndexOf('\n') + 1).toString();
    const last = sound === '' ? null : (sound.split('\n').at(-2) ?? null);
    expect(await files.lastLine('log')).toBe(last);
    expect(await readFile(join(root, 'log'), 'utf8')).toBe(sound);
    // Asked again, nothing more is cut.
    expect(await files.lastLine('log')).toBe(last);
    await files.appendLines('log', ['next']);
    expect(await readFile(join(root, 'log'), 'utf8')).toBe(`${sound}next\n`);
    expect(await files.lastLine('log')).toBe('next');
  }
});

test('a last line longer than what is read at first is found whole, with and without a torn one behind it', async () => {
  const before = '{"n":1}\n';
  for (const size of [256 * KB - 2, 256 * KB - 1, 256 * KB, 256 * KB + 1, 512 * KB, 512 * KB + 1, 1_500 * KB])
    for (const [first, torn] of [
      ['', ''],
      ['', 'torn'],
      [before, ''],
      [before, 'torn'],
      [before, 'y'.repeat(300 * KB)],
    ]) {
      const line = 'x'.repeat(size);
      await writeFile(join(root, 'log'), `${first}${line}\n${torn}`);
      const found = await files.lastLine('log');
      expect(found?.length).toBe(size);
      expect(found === line).toBe(true);
      expect((await readFile(join(root, 'log'), 'utf8')) === `${first}${line}\n`).toBe(true);
    }
});

test('a long last line of letters of several bytes is found whole, wherever the read of the end begins', async () => {
  for (const shift of ['', 'x', 'xx', 'xxx']) {
    const line = `${'🦊'.repeat(100 * KB)}${shift}`;
    await writeFile(join(root, 'log'), 'first\n');
    await files.appendLines('log', [line]);
    expect((await files.lastLine('log')) === line).toBe(true);
  }
});

test('a file that is torn from its first byte on has no line, and is empty after that', async () => {
  for (const size of [1, 256 * KB, 600 * KB]) {
    await writeFile(join(root, 'log'), 'x'.repeat(size));
    expect(await files.lastLine('log')).toBeNull();
    expect(await readFile(join(root, 'log'), 'utf8')).toBe('');
  }
});

test('what is not there is null to whoever reads, and is not made by reading', async () => {
  for (const path of ['none', 'no/folder/none']) {
    expect(await files.read(path)).toBeNull();
    expect(await files.lastLine(path)).toBeNull();
  }
  expect(await readdir(root)).toEqual([]);
});

test('lines are added in order, after what is there, and make their folders', async () => {
  await files.appendLines('a/b/log', ['one', 'two']);
  await appendFile(join(root, 'a', 'b', 'log'), 'three\n');
  await files.appendLines('a/b/log', ['four']);
  expect((await files.read('a/b/log'))?.toString()).toBe('one\ntwo\nthree\nfour\n');
});

test('of many who write a file at once one is there whole, readers see whole ones, and no draft is left', async () => {
  const letters = ['a', 'b', 'c', 'd', 'e', 'f'];
  const texts = letters.map((letter, n) => letter.repeat(100_000 + n));
  await files.write('whole', texts[0] ?? '');
  let writing = true;
  const writers = Promise.all(
    texts.map(async (text) => {
      for (let n = 0; n < 5; n += 1) await files.write('whole', text);
    }),
  ).finally(() => {
    writing = false;
  });
  let partial = 0;
  while (writing) if (!texts.includes((await files.read('whole'))?.toString() ?? '')) partial += 1;
  await writers;
  expect(partial).toBe(0);
  expect(texts.includes(await whole())).toBe(true);
  expect(await readdir(root)).toEqual(['whole']);
});

test('a write that cannot take its place changes nothing and leaves no draft', async () => {
  await mkdir(join(root, 'folder'));
  await writeFile(join(root, 'folder', 'kept'), 'kept');
  await expect(files.write('folder', 'x')).rejects.toThrow();
  await writeFile(join(root, 'file'), 'kept');
  await expect(files.write('file/below', 'x')).rejects.toThrow();
  expect((await readdir(root)).sort()).toEqual(['file', 'folder']);
  expect(await readdir(join(root, 'folder'))).toEqual(['kept']);
  expect(await readFile(join(root, 'file'), 'utf8')).toBe('kept');
});

/** A process that has the tenant's files open as `files`. */
const childArguments = (script: string) => [
  '--input-type=module',
  '--eval',
  `import { openTenantFolder } from ${JSON.stringify(new URL('./tenant-files.ts', import.meta.url).href)};
   const files = openTenantFolder(...process.argv.slice(1));
   ${script}`,
  base,
  tenantId,
];

test('a write that the disk takes only half of leaves the old file whole and no draft', async () => {
  await files.write('whole', 'old');
  // A process whose files may not grow beyond a few KB, which is as good as a full disk.
  const script = `await files.write('whole', 'x'.repeat(500_000)).catch((error) => console.log(error.code));`;
  const { stdout } = await promisify(execFile)('sh', [
    '-c',
    'ulimit -f 64 && exec "$0" "$@"',
    execPath,
    ...childArguments(script),
  ]);
  expect(stdout.trim()).toBe('EFBIG');
  expect(await whole()).toBe('old');
  expect(await readdir(root)).toEqual(['whole']);
});

test('a process that is killed while it writes leaves the old file or the new one, whole', async () => {
  const [old, fresh] = ['a'.repeat(2_000_000), 'b'.repeat(2_000_000)];
  const script = `
    const texts = ['a', 'b'].map((letter) => letter.repeat(2_000_000));
    for (let n = 1; ; n += 1) {
      const writing = files.write('whole', texts[n % 2]);
      console.log(n);
      await writing;
    }`;
  for (let kill = 0; kill < 4; kill += 1) {
    await files.write('whole', old);
    const child = spawn(execPath, childArguments(script), { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(child, 'exit');
    // After some writes, in the middle of one.
    let heard = 0;
    for await (const _ of child.stdout) {
      heard += 1;
      if (heard > kill) break;
    }
    child.kill('SIGKILL');
    expect(await ended).toEqual([null, 'SIGKILL']);
    const text = await whole();
    expect(text === old || text === fresh).toBe(true);
  }
});
