import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ContactId, FileId, newId, TenantId } from '@friendsai/schema';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createWorkspaces, type Workspaces } from './workspaces.ts';

let base: string;
let folder: string;
let workspace: ReturnType<Workspaces['open']>;
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'friendsai-upload-'));
  const tenantId = newId(TenantId);
  folder = join(base, tenantId, 'files');
  workspace = createWorkspaces(base).open(tenantId);
});
afterEach(() => rm(base, { recursive: true, force: true }));

async function* chunked(bytes: Buffer, chunkBytes: number) {
  for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
}
const limits = (maxBytes = 1_000_000) => ({ maxBytes, signal: new AbortController().signal });
async function content(fileId: FileId): Promise<Buffer | null> {
  const opened = await workspace.files.openForReading(fileId);
  if (!opened) return null;
  try {
    const bytes = await opened.handle.readFile();
    expect(opened.sizeBytes).toBe(bytes.length);
    return bytes;
  } finally {
    await opened.handle.close();
  }
}

test.each([
  [0, 1],
  [1, 1],
  [4_099, 100],
  [4_100, 4_100],
  [4_101, 4_100],
  [12_000, 4_099],
  [900_000, 65_536],
])(
  'a file of %i bytes in pieces of %i is kept as it came, with its size, hash and head',
  async (size, chunkBytes) => {
    const fileId = newId(FileId);
    const bytes = randomBytes(size);
    const upload = await workspace.files.put(fileId, chunked(bytes, chunkBytes), limits());
    expect(upload.sizeBytes).toBe(size);
    expect(upload.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(upload.head.equals(bytes.subarray(0, 4_100))).toBe(true);
    expect((await content(fileId))?.equals(bytes)).toBe(true);
    expect(await readdir(folder)).toEqual([fileId]);
  },
);

test('the head is the file’s own, though the source uses its buffer again', async () => {
  const shared = Buffer.alloc(10);
  async function* reusing() {
    for (const letter of ['a', 'b']) yield shared.fill(letter);
  }
  const { head } = await workspace.files.put(newId(FileId), reusing(), limits());
  expect(head.toString()).toBe('a'.repeat(10) + 'b'.repeat(10));
});

test('the same id again replaces; who reads the old file reads it to its end', async () => {
  const fileId = newId(FileId);
  await workspace.files.put(fileId, chunked(Buffer.from('old'), 1), limits());
  const old = await workspace.files.openForReading(fileId);
  await workspace.files.put(fileId, chunked(Buffer.from('newer'), 2), limits());
  expect((await old?.handle.readFile())?.toString()).toBe('old');
  await old?.handle.close();
  expect((await content(fileId))?.toString()).toBe('newer');
});

test('as many bytes as allowed are taken, one more is too large, and the source is let go', async () => {
  const [fits, large] = [newId(FileId), newId(FileId)];
  await workspace.files.put(fits, chunked(randomBytes(10_000), 3_000), limits(10_000));
  let letGo = false;
  async function* endless() {
    try {
      for (;;) yield randomBytes(3_000);
    } finally {
      letGo = true;
    }
  }
  await expect(workspace.files.put(large, endless(), limits(9_999))).rejects.toMatchObject({
    code: 'TOO_LARGE',
  });
  expect(letGo).toBe(true);
  expect(await content(large)).toBeNull();
  expect(await readdir(folder)).toEqual([fits]);
});

test.each([
  ['a source that fails', new Error('gone')],
  ['a source that is aborted', new DOMException('stopped', 'AbortError')],
])('%s leaves nothing, and what was there before stays', async (_, failure) => {
  const fileId = newId(FileId);
  await workspace.files.put(fileId, chunked(Buffer.from('old'), 1), limits());
  async function* failing() {
    yield Buffer.from('ne');
    throw failure;
  }
  await expect(workspace.files.put(fileId, failing(), limits())).rejects.toBe(failure);
  expect((await content(fileId))?.toString()).toBe('old');
  expect(await readdir(folder)).toEqual([fileId]);
});

test('an abort ends an upload whose source says nothing more, and one that had not begun', async () => {
  const fileId = newId(FileId);
  const abort = new AbortController();
  const reason = new Error('left');
  async function* silent() {
    yield Buffer.from('first');
    abort.abort(reason);
    await new Promise(() => {});
  }
  const stopped = { maxBytes: 1_000, signal: abort.signal };
  await expect(workspace.files.put(fileId, silent(), stopped)).rejects.toBe(reason);
  await expect(workspace.files.put(fileId, silent(), stopped)).rejects.toBe(reason);
  expect(await readdir(folder)).toEqual([]);
});

test('many uploads of one id at once leave one of them, whole', async () => {
  const fileId = newId(FileId);
  const letters = ['a', 'b', 'c', 'd'];
  await Promise.all(
    letters.map((letter) =>
      workspace.files.put(fileId, chunked(Buffer.from(letter.repeat(50_000)), 9_000), limits()),
    ),
  );
  expect(letters.map((letter) => letter.repeat(50_000))).toContain((await content(fileId))?.toString());
  expect(await readdir(folder)).toEqual([fileId]);
});

test('removing is done once and may be said twice', async () => {
  const fileId = newId(FileId);
  await workspace.files.remove(fileId);
  await workspace.files.put(fileId, chunked(Buffer.from('x'), 1), limits());
  await workspace.files.remove(fileId);
  await workspace.files.remove(fileId);
  expect(await content(fileId)).toBeNull();
  expect(await readdir(folder)).toEqual([]);
});

test('a write clears away the drafts of crashes, and none that another may still be writing', async () => {
  const [stale, live] = [`.${newId(FileId)}.draft`, `.${newId(FileId)}.draft`];
  const contactId = newId(ContactId);
  const writes: [string, () => Promise<unknown>][] = [
    ['files', () => workspace.files.put(newId(FileId), chunked(Buffer.from('x'), 1), limits())],
    ['memory', () => workspace.memory.write('x', 'x')],
    [`contacts/${contactId}`, () => workspace.writeProfile(contactId, '{}')],
  ];
  for (const [name, write] of writes) {
    const place = join(folder, '..', name);
    await mkdir(place, { recursive: true });
    for (const draft of [stale, live]) await writeFile(join(place, draft), 'half');
    const twoDaysAgo = new Date(Date.now() - 2 * 24 * 60 * 60 * 1_000);
    await utimes(join(place, stale), twoDaysAgo, twoDaysAgo);
    await write();
    expect((await readdir(place)).filter((entry) => entry.endsWith('.draft'))).toEqual([live]);
    expect(await readFile(join(place, live), 'utf8')).toBe('half');
  }
  expect(await workspace.memory.list()).toEqual(['x.md']);
});

test('memories are listed by their files’ names, and a rewrite replaces', async () => {
  expect(await workspace.memory.list()).toEqual([]);
  for (const name of ['b', 'a', '李', 'A']) await workspace.memory.write(name, 'old');
  await workspace.memory.write('a', 'new');
  await workspace.memory.remove('b');
  await workspace.memory.remove('b');
  expect(await workspace.memory.list()).toEqual(['%41.md', 'a.md', '李.md']);
  expect(await readFile(join(folder, '..', 'memory', 'a.md'), 'utf8')).toBe('new');
});
