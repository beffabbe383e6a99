import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createFriendsClient, cursorOf, EventType, errorOf, type FriendsEvent } from '@friendsai/api/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type House, openHouse, type Person } from './testing/house.ts';

const run = promisify(execFile);
const REPO = fileURLToPath(new URL('../../..', import.meta.url));

let house: House;
let ann: Person;
let project: string;
beforeAll(async () => {
  house = await openHouse();
  await house.startCells();
  ann = await house.newPerson();
  project = mkdtempSync(join(tmpdir(), 'friendsai-outside-'));
  const { stdout } = await run(process.execPath, [
    join(REPO, 'packages/api/scripts/pack-client.ts'),
    project,
  ]);
  const versionOf = (name: string): string =>
    JSON.parse(readFileSync(join(REPO, 'apps/server/node_modules', name, 'package.json'), 'utf8')).version;
  const tools = ['typescript', '@types/node'].map((name) => `${name}@${versionOf(name)}`);
  writeFileSync(join(project, 'package.json'), '{ "private": true, "type": "module" }\n');
  await run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', stdout.trim(), ...tools], {
    cwd: project,
  });
});
afterAll(async () => {
  rmSync(project, { recursive: true, force: true });
  await house.close();
});

/** The README's example, as it stands there. */
function example(): string {
  const readme = readFileSync(join(REPO, 'README.md'), 'utf8');
  const code = readme.match(/<!-- example -->\s*```ts\n([\s\S]*?)```/)?.[1];
  if (code === undefined) throw new Error('the README has no example');
  return code;
}

/** tRPC's own types name a module that it does not install. */
const OF_TRPC = /^node_modules\/@trpc\/server\/.*\n/gm;

/** What the compiler of a project outside says of a program and of our types; '' for nothing. */
async function compile(name: string, program: string): Promise<string> {
  writeFileSync(join(project, name), program);
  const options =
    '--noEmit --strict --exactOptionalPropertyTypes --target es2024 --module nodenext --types node';
  return run(join(project, 'node_modules/.bin/tsc'), [...options.split(' '), name], { cwd: project }).then(
    () => '',
    (error: { stdout: string }) => error.stdout.replace(OF_TRPC, ''),
  );
}

test('a project outside has the types, without the server’s sources or dependencies', async () => {
  expect(await compile('example.ts', example())).toBe('');
  for (const name of [
    'drizzle-orm',
    'postgres',
    'ioredis',
    'pino',
    'next',
    '@friendsai/butler',
    '@friendsai/schema',
  ])
    expect(existsSync(join(project, 'node_modules', name)), name).toBe(false);
});

test.each([
  ['a name that is a number', 'friends.api.contacts.create.mutate({ name: 7 });', 'TS2322'],
  ['a procedure that is none', 'friends.api.contacts.burn.mutate({});', 'TS2339'],
  ['a field that no answer has', '(await friends.api.account.me.query()).password;', 'TS2339'],
  [
    'an event that is taken for another',
    'for await (const { event } of friends.events()) event.delta;',
    'TS2339',
  ],
])('types refuse %s', async (_, mistake, code) => {
  const program = `import { createFriendsClient } from '@friendsai/client';
const friends = createFriendsClient({ url: '', token: '' });
${mistake}\n`;
  expect(await compile('mistake.ts', program)).toContain(code);
});

test('the README’s program has a conversation', async () => {
  writeFileSync(join(project, 'example.ts'), example());
  const { stdout } = await run(process.execPath, ['example.ts'], {
    cwd: project,
    env: { ...process.env, FRIENDSAI_URL: house.url, FRIENDSAI_TOKEN: ann.token },
  });
  expect(stdout).toContain('Shanghai');
});

test('the stream resumes from any cursor, without gap or repeat', async () => {
  const friends = createFriendsClient({ url: house.url, token: ann.token });
  const whole = friends.events();
  const opening = (await whole.next()).value;
  if (!opening) throw new Error('no snapshot');
  const { id } = await friends.api.contacts.create.mutate({ name: 'Wei' });
  await friends.api.chat.send.mutate({ contactId: id, text: 'hello', clientMessageId: randomUUID() });
  const all: FriendsEvent[] = [];
  for await (const event of whole) {
    all.push(event);
    if (event.event.type === EventType.RUN_FINISHED) break;
  }
  for (const cut of [0, 1, Math.floor(all.length / 2), all.length - 1]) {
    const rest: FriendsEvent[] = [];
    for await (const event of friends.events({ after: cursorOf(all[cut - 1] ?? opening) })) {
      rest.push(event);
      if (rest.length === all.length - cut) break;
    }
    expect(rest).toEqual(all.slice(cut));
  }
});

test('a token that was revoked is refused in words that a program can read', async () => {
  const { id, secret } = await ann.api.account.tokens.create.mutate({ name: 'short-lived' });
  await ann.api.account.tokens.revoke.mutate({ id });
  const friends = createFriendsClient({ url: house.url, token: secret });
  const told = [friends.api.account.me.query(), friends.events().next()].map((answer) =>
    answer.then(null, (error: unknown) => errorOf(error)?.code),
  );
  expect(await Promise.all(told)).toEqual(['UNAUTHORIZED', 'UNAUTHORIZED']);
});
