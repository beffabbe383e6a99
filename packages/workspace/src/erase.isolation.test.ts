import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { access, mkdir, readdir, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { newId, TenantId } from '@friendsai/schema';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { whileSwapping } from './testing/swapping.ts';
import { twoTenants } from './testing/two-tenants.ts';
import { createWorkspaces } from './workspaces.ts';

let site: Awaited<ReturnType<typeof twoTenants>>;
let before: Record<string, string>;
let tombstone: string;
beforeEach(async () => {
  site = await twoTenants();
  await site.refill();
  before = await site.outside();
  tombstone = join(site.rootDir, `.${site.tenantId}.erased`);
});
afterEach(() => site.close());

/** Nothing of the tenant is left, and all else is as it was. */
async function expectErased(): Promise<void> {
  expect(await readdir(site.rootDir)).toEqual([site.theirs.slice(site.rootDir.length + 1)]);
  expect(await site.outside()).toEqual(before);
}

test('the whole folder goes, the agent’s too; again and of nobody is as good', async () => {
  await site.workspace.erase();
  await expectErased();
  await site.workspace.erase();
  await createWorkspaces(site.rootDir).open(newId(TenantId)).erase();
  await createWorkspaces(join(site.base, 'none')).open(site.tenantId).erase();
  await expectErased();
});

test('after it the tenant has nothing, and may write anew', async () => {
  await site.workspace.erase();
  expect(await site.workspace.memory.list()).toEqual([]);
  await site.workspace.memory.write('new', 'new');
  expect(await site.workspace.memory.list()).toEqual(['new.md']);
});

test('links go themselves: to files, to folders, to nowhere, and in the place of the tenant’s folder', async () => {
  await symlink(site.theirs, join(site.own, 'folder'));
  await symlink(join(site.theirs, 'agent', 'deep', 'notes'), join(site.own, 'agent', 'file'));
  await symlink('nowhere', join(site.own, 'agent', 'deep', 'dangling'));
  await symlink('..', join(site.own, 'agent', 'deep', 'up'));
  await site.workspace.erase();
  await expectErased();
  await symlink(site.theirs, site.own);
  await site.workspace.erase();
  await expectErased();
});

test('names that are no text, and folders deeper than a path or the open files can be, go too', async () => {
  await writeFile(Buffer.concat([Buffer.from(`${site.own}/`), Buffer.from([0xff, 0xfe, 0x41])]), 'x');
  await mkdir(Buffer.concat([Buffer.from(`${site.own}/`), Buffer.from([0xc3, 0x28])]));
  // Grown from its deepest folder up, as no path reaches so far.
  const [tower, next] = [join(site.own, 'tower'), join(site.own, 'next')];
  await mkdir(join(tower, 'x'.repeat(100)), { recursive: true });
  for (let depth = 0; depth < 1_500; depth += 1) {
    await mkdir(next);
    await rename(tower, join(next, 'x'.repeat(100)));
    await rename(next, tower);
  }
  await site.workspace.erase();
  await expectErased();
});

test.each([
  ['half of a folder', (at: string) => mkdir(join(at, 'files', 'left'), { recursive: true })],
  ['a link', (at: string) => symlink(site.theirs, at)],
  ['a file', (at: string) => writeFile(at, 'x')],
])('%s that an earlier erasure left goes with the next', async (_, leave) => {
  await leave(tombstone);
  await site.workspace.erase();
  await expectErased();
  await leave(tombstone);
  await site.workspace.erase();
  await expectErased();
});

test('many at once erase it together', async () => {
  for (let round = 0; round < 20; round += 1) {
    await site.refill();
    await Promise.all(Array.from({ length: 4 }, () => site.workspace.erase()));
    await expectErased();
  }
});

test('what is being written meanwhile is written before or refused, and does not stay', async () => {
  for (let round = 0; round < 50; round += 1) {
    const writes = Array.from({ length: 5 }, (_, n) =>
      site.workspace.memory.write(`${n}`, 'x').catch(() => {}),
    );
    await site.workspace.erase();
    await Promise.all(writes);
    await access(tombstone).then(
      () => expect.fail('a tombstone is left'),
      () => {},
    );
  }
  await site.workspace.erase();
  await expectErased();
});

test('a process that is killed while it erases leaves nothing at the tenant’s name, and the next erases the rest', async () => {
  const script = `
    import { createWorkspaces } from ${JSON.stringify(new URL('./workspaces.ts', import.meta.url).href)};
    const [rootDir, tenantId] = process.argv.slice(1);
    const erasing = createWorkspaces(rootDir).open(tenantId).erase();
    console.log('begun');
    await erasing;`;
  let killed = 0;
  for (let kill = 0; kill < 20 && killed < 2; kill += 1) {
    for (let n = 0; n < 1_500; n += 1) {
      const folder = join(site.own, 'agent', `${n % 100}`);
      if (n < 100) mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, `${n}`), 'x');
    }
    const child = spawn(execPath, ['--input-type=module', '--eval', script, site.rootDir, site.tenantId], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(child, 'exit');
    await once(child.stdout, 'data');
    // Until it is in the midst of it: the folder has its other name.
    while ((await readdir(site.rootDir)).includes(site.tenantId)) await new Promise(setImmediate);
    child.kill('SIGKILL');
    await ended;
    if ((await readdir(site.rootDir)).length === 2) killed += 1;
    expect(await site.workspace.memory.list()).toEqual([]);
    await site.workspace.erase();
    await expectErased();
  }
  expect(killed).toBe(2);
});

/** For each thing that is swapped. */
const CALLS = 1_000;

test.each([
  ['the folder, in its place and where it is moved to,', ['', '.erased']],
  ['folders in it', ['/agent', '/files', '.erased/agent', '.erased/files']],
])('%s swapped for links while it is erased lead nowhere', async (_, names) => {
  const swaps = names.map((name) => ({
    place: name.startsWith('.erased') ? name.replace('.erased', tombstone) : `${site.own}${name}`,
    aside: join(site.base, 'elsewhere', 'aside'),
    target: site.theirs,
    kind: 'symbolic' as const,
  }));
  let [calls, met, erased] = [0, 0, 0];
  await whileSwapping(swaps, async (swapped) => {
    const wasRun = () => calls >= CALLS && met >= 200 && erased >= 200;
    for (; !wasRun() && calls < 20 * CALLS; calls += 1) {
      moveIn();
      const earlier = swapped();
      await site.workspace.erase().then(
        () => (erased += 1),
        () => {},
      );
      if (swapped() !== earlier) met += 1;
    }
    expect(wasRun()).toBe(true);
  });
  await site.workspace.erase();
  await expectErased();
});

/** Puts a folder in the tenant's place in one step: made there, it could be made through a link that is there just then. */
function moveIn(): void {
  const made = join(site.base, 'elsewhere', 'made');
  for (const folder of ['agent/deep', 'files', 'memory']) mkdirSync(join(made, folder), { recursive: true });
  symlinkSync(site.theirs, join(made, 'memory', 'link'));
  try {
    renameSync(made, site.own);
  } catch {
    rmSync(made, { recursive: true });
  }
}
