import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import {
  chmod,
  copyFile,
  mkdtemp,
  readFile,
  readlink,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FriendsError } from '@friendsai/schema';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSandbox } from './sandbox.ts';
import { hostProcess } from './testing/host-process.ts';
import { inside, LIMITS, newMarker } from './testing/inside.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('what it may see', () => {
  test('no network: neither this machine, nor a name, nor a socket that lies in a file', async () => {
    let reached = 0;
    const server = createServer((socket) => {
      reached++;
      socket.end();
    });
    const local = createServer(() => {
      reached++;
    });
    server.listen(0, '127.0.0.1');
    local.listen(join(folder, 'socket'));
    await Promise.all([once(server, 'listening'), once(local, 'listening')]);
    await chmod(join(folder, 'socket'), 0o777);
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const { told } = await inside(
      `const to = (...where) => new Promise((resolve) => {
         net.connect(...where).on('connect', () => resolve('connected')).on('error', (error) => resolve(error.code));
       });
       const dns = await import('node:dns/promises');
       tell([await to(${port}, '127.0.0.1'), await to(${port}, '::1'), await to(80, '1.1.1.1'), await to(${JSON.stringify(join(folder, 'socket'))})]);
       tell(await dns.lookup('example.com').catch((error) => error.code));
       tell([fs.readlinkSync('/proc/self/ns/net'), fs.readFileSync('/proc/net/route', 'utf8').split('\\n').length]);`,
    );
    server.close();
    local.close();
    expect(told[0]).toEqual(['EPERM', 'EPERM', 'EPERM', 'EPERM']);
    expect(told[1]).toMatch(/^E/);
    // And were sockets allowed: its network is another one, and leads nowhere.
    expect(told[2]).toEqual([expect.stringMatching(/^net:/), 2]);
    expect(told[2]).not.toContain(await readlink('/proc/self/ns/net'));
    expect(reached).toBe(0);
  });

  test("nothing of the host's files, of another tenant's, or of our environment", async () => {
    const theirs = join(folder, 'another-tenant.txt');
    await writeFile(theirs, 'their secret');
    await chmod(folder, 0o755);
    const paths = [
      '/etc/passwd',
      '/etc/shadow',
      '/etc/hostname',
      '/root',
      '/home',
      '/srv',
      '/var',
      '/run',
      '/sys',
      '/tmp',
    ];
    const { told } = await inside(
      `const look = (path) => tried(() => fs.statSync(path).mode);
       const ours = ${JSON.stringify([theirs, import.meta.filename, process.cwd()])};
       tell(${JSON.stringify(paths)}.map(look));
       tell(ours.map(look));
       tell(ours.flatMap((path) => ['/proc/1/root', '/proc/self/root', '/proc/self/cwd/../..', '/proc/self/fd/3/../..', '/input/../..'].map((way) => look(way + path))).filter((said) => said !== 'ENOENT' && said !== 'ENOTDIR' && said !== 'EACCES'));
       tell(Object.keys(process.env).sort());
       tell(fs.readdirSync('/'));
       tell(fs.readdirSync('/proc').filter((name) => Number(name)));
       tell([tried(() => fs.readFileSync('/proc/1/environ', 'utf8')), process.kill(1, 0)]);`,
    );
    expect(told[0]).toEqual(paths.map(() => 'ENOENT'));
    expect(told[1]).toEqual(['ENOENT', 'ENOENT', 'ENOENT']);
    expect(told[2]).toEqual([]);
    expect(told[3]).toEqual(['HOME', 'PWD', 'TMPDIR']);
    expect(told[4]).toEqual(['bin', 'dev', 'input', 'lib', 'lib64', 'proc', 'program.mjs', 'scratch', 'usr']);
    expect(told[5]).toEqual(['1', '2']);
    expect(told[6]).toEqual([expect.not.stringContaining('='), true]);
  });

  test('its file as it was opened, whoever changes places with it, and never to write in', async () => {
    const [mine, theirs] = [join(folder, 'mine.txt'), join(folder, 'theirs.txt')];
    await writeFile(mine, 'my own');
    await writeFile(theirs, 'their secret');
    const fd = openSync(mine, 'r+');
    await rename(mine, join(folder, 'kept.txt'));
    await symlink(theirs, mine);
    const { told } = await inside(
      `tell(fs.readFileSync('/input/letter', 'utf8'));
       tell([tried(() => fs.writeFileSync('/input/letter', 'x')), tried(() => fs.unlinkSync('/input/letter')), tried(() => fs.chmodSync('/input/letter', 0o777)), tried(() => fs.symlinkSync('/etc', '/input/etc'))]);
       tell(fs.readdirSync('/proc/self/fd').filter((name) => tried(() => fs.readlinkSync('/proc/self/fd/' + name)).startsWith(${JSON.stringify(folder)})));`,
      { files: [{ name: 'letter', fd }] },
    );
    closeSync(fd);
    expect(told[0]).toBe('my own');
    expect(told[1]).toEqual([expect.stringMatching(/^E/), expect.stringMatching(/^E/), 'EROFS', 'EROFS']);
    expect(told[2]).toEqual([]);
    expect(await readFile(join(folder, 'kept.txt'), 'utf8')).toBe('my own');
  });

  test('no folder that this process was itself started with', async () => {
    const marker = newMarker();
    const open = openSync(folder, 'r');
    const parent = hostProcess(
      `const end = await sandbox.run({
         program: "import fs from 'node:fs'; for (const fd of fs.readdirSync('/proc/self/fd')) try { console.log(fs.readlinkSync('/proc/self/fd/' + fd)); } catch {}",
         files: [], args: [], limits,
       }, new AbortController().signal);
       process.stdout.write(end.stdout);`,
      marker,
      { inherited: open },
    );
    closeSync(open);
    const said = await parent.stdout?.setEncoding('utf8').toArray();
    expect(said?.join('')).toContain('/dev/null');
    expect(said?.join('')).not.toContain(folder);
  });
});

test('it works where Node lies in a folder that nobody else may enter', async () => {
  const hidden = join(folder, 'node');
  await copyFile(process.execPath, hidden);
  const parent = hostProcess(
    `const end = await sandbox.run({ program: "console.log('ran as', process.getuid())", files: [], args: [], limits }, new AbortController().signal);
     process.stdout.write(end.stdout);`,
    '',
    { execPath: hidden },
  );
  const said = await parent.stdout?.setEncoding('utf8').toArray();
  expect(said?.join('')).toMatch(/^ran as [1-9]/);
});

describe('a host without walls', () => {
  const job = (program: string) => ({ program, files: [], args: [], limits: LIMITS });
  const trace = () =>
    `import fs from 'node:fs'; fs.writeFileSync(${JSON.stringify(join(folder, 'ran'))}, '');`;

  test('is told so, and nothing is run there', async () => {
    const sandbox = createSandbox({ searchPath: folder });
    expect(await sandbox.available()).toEqual({ ok: false, why: expect.stringContaining('bubblewrap') });
    const error = await sandbox
      .run(job(trace()), new AbortController().signal)
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(FriendsError);
    expect(error).toMatchObject({ code: 'SANDBOX_UNAVAILABLE' });
    await expect(readFile(join(folder, 'ran'))).rejects.toThrow('ENOENT');
  });

  test('a bubblewrap that puts up no walls is found out', async () => {
    const pretender = `#!/bin/sh\nwhile [ "$1" != -- ]; do shift; done\nexec "$@"\n`;
    for (const name of ['bwrap', 'choom', 'prlimit'])
      await writeFile(join(folder, name), pretender, { mode: 0o755 });
    await chmod(folder, 0o755);
    const sandbox = createSandbox({ searchPath: folder });
    expect(await sandbox.available()).toMatchObject({ ok: false });
    await expect(sandbox.run(job(trace()), new AbortController().signal)).rejects.toThrow(FriendsError);
    await expect(readFile(join(folder, 'ran'))).rejects.toThrow('ENOENT');
  });
});
