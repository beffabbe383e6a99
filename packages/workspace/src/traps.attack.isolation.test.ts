import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { link, mkdir, readdir, rename, rm, symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { getuid } from 'node:process';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Operation, SECRET, twoTenants } from './testing/two-tenants.ts';

let site: Awaited<ReturnType<typeof twoTenants>>;
beforeEach(async () => {
  site = await twoTenants();
  await site.refill();
});
afterEach(() => site.close());

type Trap = [name: string, set: (at: string, theirs: string) => Promise<unknown>];
const device = (minor: number): Trap[1] => {
  return async (at) => execFileSync('sh', ['-c', 'mknod "$0" c 1 "$1"', at, `${minor}`]);
};
const inPlaceOfAFile: Trap[] = [
  ['a link to the neighbour’s file', (at, theirs) => symlink(theirs, at)],
  ['a relative link to it', (at, theirs) => symlink(`${'../'.repeat(20)}${theirs.slice(1)}`, at)],
  ['a link to a file that the neighbour has not yet', (at, theirs) => symlink(`${theirs}.new`, at)],
  ['a link to the machine’s users', (at) => symlink('/etc/passwd', at)],
  ['a link to an endless device', (at) => symlink('/dev/zero', at)],
  ['a link to itself', (at) => symlink(at, at)],
  ['a link to the neighbour’s folder', (at, theirs) => symlink(dirname(theirs), at)],
  ['a second name of the neighbour’s file', (at, theirs) => link(theirs, at)],
  ['a pipe', async (at) => execFileSync('mkfifo', [at])],
  ['a socket', socket],
  // Only the machine's master can make one.
  ...(getuid?.() === 0
    ? ([
        ['a device that ends at once', device(3)],
        ['a device without end', device(5)],
      ] satisfies Trap[])
    : []),
];
const inPlaceOfAFolder: Trap[] = [
  ['a link to the neighbour’s', (at, theirs) => symlink(theirs, at)],
  ['a relative link to it', (at, theirs) => symlink(`${'../'.repeat(20)}${theirs.slice(1)}`, at)],
  ['a link to nowhere', (at) => symlink('nowhere', at)],
  ['a link to the folder above', (at) => symlink('..', at)],
  ['a pipe', async (at) => execFileSync('mkfifo', [at])],
];

/** Made where its path is short enough for a socket, and moved from there. */
async function socket(at: string): Promise<void> {
  const made = join(site.base, 's');
  const server = createServer().listen(made);
  await once(server, 'listening');
  await rename(made, at);
  server.close();
  await once(server, 'close');
}

/** Each operation on its own, with the trap set anew; what each told, or null when it refused. */
async function springAll(
  set: (operation: Operation) => Promise<unknown>,
): Promise<Record<string, string | null>> {
  const answers: Record<string, string | null> = {};
  for (const operation of site.operations) {
    await rm(site.own, { recursive: true, force: true });
    await site.refill();
    await set(operation);
    const before = await site.outside();
    answers[operation.name] = await operation.call().catch(() => null);
    expect(answers[operation.name] ?? '', operation.name).not.toMatch(/secret|root:/);
    expect(await site.outside(), operation.name).toEqual(before);
  }
  return answers;
}

test.each(inPlaceOfAFile)(
  '%s in a file’s place is neither read nor written, and nobody waits for it',
  async (_, set) => {
    const answers = await springAll(async ({ path }) => {
      await rm(join(site.own, path));
      await set(join(site.own, path), join(site.theirs, path));
    });
    // Who opens the file is refused; who takes its name away or puts another file there gets on.
    expect(answers).toEqual({
      'thread.lastLine': null,
      'thread.appendLines': null,
      writeProfile: '',
      'files.put': 'mine',
      'files.openForReading': null,
      'files.remove': '',
      'memory.write': '',
      'memory.remove': '',
      'memory.list': 'mine.md,note.md',
      erase: '',
    });
  },
);

test.each(inPlaceOfAFolder)('%s in a folder’s place is never gone through', async (name, set) => {
  const answers = await springAll(async ({ path }) => {
    await rm(dirname(join(site.own, path)), { recursive: true });
    await set(dirname(join(site.own, path)), dirname(join(site.theirs, path)));
  });
  expect(Object.values(answers), name).toEqual([...Array.from({ length: 9 }, () => null), '']);
});

test.each(inPlaceOfAFolder)(
  '%s in the place of the tenant’s folder is never gone through',
  async (name, set) => {
    const answers = await springAll(async () => {
      await rm(site.own, { recursive: true });
      await set(site.own, site.theirs);
    });
    expect(Object.values(answers), name).toEqual([...Array.from({ length: 9 }, () => null), '']);
    expect(await readdir(site.rootDir)).toEqual([site.theirs.slice(site.rootDir.length + 1)]);
  },
);

test('a folder in a file’s place is not read, and not removed with what is in it', async () => {
  const answers = await springAll(async ({ path }) => {
    await rm(join(site.own, path));
    await mkdir(join(site.own, path, SECRET), { recursive: true });
  });
  const got = Object.entries(answers).filter(([, answer]) => answer !== null);
  expect(got.map(([name]) => name)).toEqual(['memory.list', 'erase']);
});
