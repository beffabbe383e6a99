import { readFile } from 'node:fs/promises';
import { files, withTenant } from '@friendsai/db';
import { FILES_QUOTA_BYTES, FileId, newId } from '@friendsai/schema';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeOf, coming, type Desk, inJournal, openDesk } from './testing/desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

/** Uploads that are all received before any of them is settled. */
function atOnce(count: number) {
  let arrived = 0;
  const all = Promise.withResolvers<void>();
  return async function* (bytes: string) {
    arrived += 1;
    if (arrived === count) all.resolve();
    await all.promise;
    yield Buffer.from(bytes);
  };
}

test('of 8 uploads at once, in two processes, as many are stored as there is room for', async () => {
  const caller = await desk.newCaller();
  const [first] = await Promise.all([desk.files().upload(caller, inJournal(), coming('first'))]);
  const bytes = 'x'.repeat(1_000);
  // Room for three.
  await withTenant(desk.db, caller, (tx) => tx.update(files).set({ sizeBytes: FILES_QUOTA_BYTES - 3_500 }));
  const processes = [desk.files(), desk.files()];
  const source = atOnce(8);
  const answers = await Promise.allSettled(
    Array.from({ length: 8 }, (_, n) =>
      processes[n % 2]?.upload(caller, inJournal(), coming('', { source: source(bytes) })),
    ),
  );
  const refused = answers.filter((answer) => answer.status === 'rejected');
  expect(refused.map(({ reason }) => codeOf(reason))).toEqual(Array(5).fill('QUOTA_EXCEEDED'));
  const rows = await desk.rows(caller);
  expect(rows).toHaveLength(4);
  expect((await desk.onDisk(caller)).sort()).toEqual(rows.map(({ id }) => id).sort());
  expect(rows.map(({ id }) => id)).toContain(first.id);
});

test('a file for which there is no room is refused before a byte of it is read', async () => {
  const caller = await desk.newCaller();
  const desks = desk.files();
  await desks.upload(caller, inJournal(), coming('first'));
  await withTenant(desk.db, caller, (tx) => tx.update(files).set({ sizeBytes: FILES_QUOTA_BYTES - 10 }));
  let isRead = false;
  async function* source() {
    isRead = true;
    yield Buffer.from('eleven byte');
  }
  const incoming = coming('', { source: source(), declaredBytes: 11 });
  await expect(desks.upload(caller, inJournal(), incoming).catch(codeOf)).resolves.toBe('QUOTA_EXCEEDED');
  expect(isRead).toBe(false);
});

test('of two different files under one id at once one is stored, whole, and the other is a conflict', async () => {
  const caller = await desk.newCaller();
  const processes = [desk.files(), desk.files()];
  for (let round = 0; round < 5; round += 1) {
    const id = newId(FileId);
    const source = atOnce(2);
    const answers = await Promise.allSettled(
      ['one', 'other'].map((text, n) =>
        processes[n]?.upload(caller, inJournal({ id }), coming('', { source: source(text) })),
      ),
    );
    const codes = answers.map((answer) => (answer.status === 'rejected' ? codeOf(answer.reason) : 'stored'));
    expect(codes.toSorted()).toEqual(['FILE_CONFLICT', 'stored']);
    const stored = codes.indexOf('stored') === 0 ? 'one' : 'other';
    expect(await readFile(desk.pathOf(caller, id), 'utf8')).toBe(stored);
  }
  expect(await desk.onDisk(caller)).toHaveLength(5);
});

test('the same file under one id many times at once is one file, and each is given the same answer', async () => {
  const caller = await desk.newCaller();
  const processes = [desk.files(), desk.files()];
  const input = inJournal();
  const source = atOnce(4);
  const answers = await Promise.all(
    Array.from({ length: 4 }, (_, n) =>
      processes[n % 2]?.upload(caller, input, coming('', { source: source('hello') })),
    ),
  );
  for (const answer of answers) expect(answer).toEqual(answers[0]);
  expect(await desk.rows(caller)).toHaveLength(1);
  expect(await desk.onDisk(caller)).toEqual([input.id]);
  expect((await desk.audit(caller)).filter(({ action }) => action === 'file.stored')).toHaveLength(1);
});

test('a file that is removed and stored again at once is there whole or not at all', async () => {
  const caller = await desk.newCaller();
  const [a, b] = [desk.files(), desk.files()];
  const input = inJournal();
  for (let round = 0; round < 10; round += 1) {
    await a.upload(caller, input, coming('hello')).catch(() => {});
    await Promise.allSettled([a.remove(caller, input.id), b.upload(caller, input, coming('hello'))]);
    const rows = await desk.rows(caller);
    expect(await desk.onDisk(caller)).toEqual(rows.map(({ id }) => id));
  }
});
