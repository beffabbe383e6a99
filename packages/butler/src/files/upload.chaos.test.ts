import { readFile, utimes } from 'node:fs/promises';
import { createDatabase } from '@friendsai/db';
import { FILE_MAX_BYTES, FileId, newId } from '@friendsai/schema';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FileStore } from './parts.ts';
import { codeOf, coming, type Desk, inJournal, openDesk } from './testing/desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

const DAY_MS = 24 * 60 * 60 * 1_000;

test('an upload that breaks off, is aborted, or is too large leaves neither bytes nor a row', async () => {
  const caller = await desk.newCaller();
  const files = desk.files();
  async function* broken() {
    yield Buffer.from('half');
    throw new Error('the connection broke');
  }
  await expect(files.upload(caller, inJournal(), coming('', { source: broken() }))).rejects.toThrow('broke');

  const left = new AbortController();
  async function* endless() {
    yield Buffer.from('half');
    left.abort(new Error('left'));
    await new Promise(() => {});
  }
  const aborted = files.upload(caller, inJournal(), coming('', { source: endless(), signal: left.signal }));
  await expect(aborted).rejects.toThrow('left');

  let given = 0;
  async function* large() {
    for (;;) {
      given += 1;
      yield Buffer.alloc(1024 ** 2, 'x');
    }
  }
  const tooLarge = files.upload(caller, inJournal(), coming('', { source: large() }));
  expect(await tooLarge.catch(codeOf)).toBe('FILE_TOO_LARGE');
  expect(given).toBe(FILE_MAX_BYTES / 1024 ** 2 + 1);

  const refused = files.upload(caller, inJournal(), coming(Buffer.from('MZ\x90\0\x03\0', 'latin1')));
  expect(await refused.catch(codeOf)).toBe('FILE_TYPE_REFUSED');
  expect(await desk.onDisk(caller)).toEqual([]);
  expect(await desk.rows(caller)).toEqual([]);
  expect((await desk.audit(caller)).map(({ action }) => action)).toEqual(['account.registered']);
});

test('when the row is not written the bytes go again', async () => {
  const caller = await desk.newCaller();
  const input = inJournal();
  // Everything was written, and then the commit failed.
  const refusing: typeof desk.db = {
    ...desk.db,
    transaction: (work, config) =>
      desk.db.transaction(async (tx) => {
        const value = await work(tx);
        if ((await desk.onDisk(caller)).includes(input.id)) throw new Error('the ledger is full');
        return value;
      }, config),
  };
  const failing = desk.files({ ledger: refusing }).upload(caller, input, coming('hello'));
  await expect(failing).rejects.toThrow('full');
  expect(await desk.onDisk(caller)).toEqual([]);
  expect(await desk.rows(caller)).toEqual([]);
  // And the same upload again is as good as the first.
  await desk.files().upload(caller, input, coming('hello'));
  expect(await desk.onDisk(caller)).toEqual([input.id]);
});

test('a process that ends between the bytes and the row leaves nothing that anybody sees, and no bytes for long', async () => {
  const caller = await desk.newCaller();
  const [input, next] = [inJournal(), inJournal()];
  /** From the moment at which the bytes are in place nothing of it goes on, as after a kill. */
  const died = Promise.withResolvers<void>();
  const never = new Promise<never>(() => {});
  const dying = (store: FileStore): FileStore => ({
    ...store,
    async put(id, source, limits) {
      const got = await store.put(id, source, limits);
      if (id !== input.id) return got;
      died.resolve();
      return never;
    },
    remove: () => never,
  });
  const ledger = createDatabase(desk.url, { maxConnections: 2 });
  void desk
    .files({ change: dying, ledger })
    .upload(caller, input, coming('hello'))
    .catch(() => {});
  await died.promise;
  await ledger.close();

  const files = desk.files();
  expect((await files.list(caller, {})).files).toEqual([]);
  expect(await files.open(caller, input.id).catch(codeOf)).toBe('NOT_FOUND');
  expect(await files.get(caller, input.id).catch(codeOf)).toBe('NOT_FOUND');
  // Its bytes and its draft are there still, for they may be somebody's who is at work.
  expect(await desk.onDisk(caller)).toHaveLength(2);
  await files.upload(caller, next, coming('next'));
  await files.close();
  expect(await desk.onDisk(caller)).toHaveLength(3);

  const old = new Date(Date.now() - DAY_MS - 60_000);
  for (const name of await desk.onDisk(caller)) await utimes(desk.pathOf(caller, name), old, old);
  const later = desk.files();
  const last = await later.upload(caller, inJournal(), coming('last'));
  await later.close();
  expect((await desk.onDisk(caller)).toSorted()).toEqual([next.id, last.id].toSorted());
  expect(await readFile(desk.pathOf(caller, next.id), 'utf8')).toBe('next');
});

test('bytes that cannot be removed are out of reach at once, and go at the next chance', async () => {
  const caller = await desk.newCaller();
  const stuck = desk.files({
    change: (store) => ({ ...store, remove: () => Promise.reject(new Error('the disk is read-only')) }),
  });
  const file = await desk.files().upload(caller, inJournal(), coming('hello'));
  await stuck.remove(caller, file.id);
  expect(await desk.onDisk(caller)).toEqual([file.id]);
  expect(await stuck.open(caller, file.id).catch(codeOf)).toBe('NOT_FOUND');
  expect(await stuck.remove(caller, file.id).catch(codeOf)).toBe('NOT_FOUND');

  const old = new Date(Date.now() - DAY_MS - 60_000);
  await utimes(desk.pathOf(caller, file.id), old, old);
  const files = desk.files();
  const next = await files.upload(caller, inJournal(), coming('next'));
  await files.close();
  expect(await desk.onDisk(caller)).toEqual([next.id]);
});

test('a file whose bytes are lost is not there, and does not stop the others', async () => {
  const caller = await desk.newCaller();
  const files = desk.files();
  const file = await files.upload(caller, inJournal(), coming('hello'));
  const store = desk.files({ change: (own) => ({ ...own, openForReading: () => Promise.resolve(null) }) });
  expect(await store.open(caller, file.id).catch(codeOf)).toBe('NOT_FOUND');
  expect(await files.open(caller, newId(FileId)).catch(codeOf)).toBe('NOT_FOUND');
  const { handle } = await files.open(caller, file.id);
  await handle.close();
});
