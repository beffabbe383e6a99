import { withTenant } from '@friendsai/db';
import { ChannelId, ContactId, FriendsError, JOURNAL, newId } from '@friendsai/schema';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createExtraction } from './extraction.ts';
import { findFile } from './file-row.ts';
import type { FileReader } from './parts.ts';
import { codeOf, coming, type Desk, inJournal, NO_READER, openDesk } from './testing/desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

const inJournalOf = (tenantId: Awaited<ReturnType<Desk['newCaller']>>['tenantId']) =>
  ({
    tenantId,
    channelId: newId(ChannelId),
    contactId: JOURNAL,
    runId: null,
    messageId: null,
  }) as const;

/** A reader that is asked, counted, and answers when it is told to. */
function gated(answer: () => Promise<{ text: string }>) {
  let asked = 0;
  const begun = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const reader: FileReader = {
    ...NO_READER,
    async text() {
      asked += 1;
      begun.resolve();
      await gate.promise;
      return answer();
    },
  };
  return { reader, begun: begun.promise, open: gate.resolve, asked: () => asked };
}

test('a file is read once after it was stored, whoever asks meanwhile, and then told from the ledger', async () => {
  const caller = await desk.newCaller();
  const { reader, begun, open, asked } = gated(async () => ({ text: 'Mei likes tea.\r\n\u0000' }));
  const files = desk.files({ reader });
  const file = await files.upload(caller, inJournal(), coming('the bytes'));
  expect(file.textState).toBe('pending');
  await begun;
  const place = inJournalOf(caller.tenantId);
  const waiting = [1, 2, 3].map(() => files.reading.textOf(place, file.id));
  expect((await files.get(caller, file.id)).text).toBeNull();
  const before = desk.notices.length;
  open();
  for (const reading of waiting)
    expect(await reading).toEqual({ name: 'a.txt', mediaType: 'text/plain', text: 'Mei likes tea.\n' });
  expect(await files.get(caller, file.id)).toMatchObject({ textState: 'ready', text: 'Mei likes tea.\n' });
  expect((await files.reading.textOf(place, file.id)).text).toBe('Mei likes tea.\n');
  expect(asked()).toBe(1);
  expect(desk.notices.slice(before)).toEqual([{ kind: 'files.changed', contactId: JOURNAL }]);
});

test('whoever looked a file up before it was read, and asks for its text after that, has it not read again', async () => {
  const caller = await desk.newCaller();
  const { id } = await desk.files().upload(caller, inJournal(), coming('x'));
  const row = await withTenant(desk.db, caller, (tx) => findFile(tx, caller.tenantId, id));
  const { reader, open, asked } = gated(async () => ({ text: 'Mei likes tea.' }));
  open();
  const extraction = createExtraction({
    db: desk.db,
    folders: desk.folders,
    reader,
    changed: async () => {},
    signal: new AbortController().signal,
  });
  expect(await extraction.textOf(caller.tenantId, row)).toBe('Mei likes tea.');
  expect(await extraction.textOf(caller.tenantId, row)).toBe('Mei likes tea.');
  expect(asked()).toBe(1);
});

test('a preview is the beginning of a long text', async () => {
  const caller = await desk.newCaller();
  const files = desk.files({ reader: { ...NO_READER, text: async () => ({ text: '🦊'.repeat(5_000) }) } });
  const file = await files.upload(caller, inJournal(), coming('x'));
  await files.reading.textOf(inJournalOf(caller.tenantId), file.id);
  expect((await files.get(caller, file.id)).text).toBe('🦊'.repeat(4_000));
});

test.each([
  ['FILE_UNREADABLE', 'none', 'FILE_UNREADABLE', 1],
  ['SANDBOX_LIMIT', 'failed', 'SANDBOX_LIMIT', 1],
  ['SANDBOX_UNAVAILABLE', 'pending', 'SANDBOX_UNAVAILABLE', 2],
] as const)('%s leaves the text %s', async (thrown, textState, code, times) => {
  const caller = await desk.newCaller();
  let asked = 0;
  const reader: FileReader = {
    ...NO_READER,
    async text() {
      asked += 1;
      throw new FriendsError(thrown);
    },
  };
  const place = inJournalOf(caller.tenantId);
  const before = desk.files();
  const file = await before.upload(caller, inJournal(), coming('x'));
  await before.close();
  const files = desk.files({ reader });
  expect(await files.reading.textOf(place, file.id).catch(codeOf)).toBe(code);
  expect(await files.reading.textOf(place, file.id).catch(codeOf)).toBe(code);
  const [row] = await desk.rows(caller);
  expect(row).toMatchObject({ textState, text: null });
  expect(asked).toBe(times);
});

test('an empty text, a picture and an empty file have no text; the last two are not even read', async () => {
  const caller = await desk.newCaller();
  let asked = 0;
  const reader: FileReader = {
    ...NO_READER,
    async text() {
      asked += 1;
      return { text: ' \n ' };
    },
  };
  const files = desk.files({ reader });
  const png = Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex');
  for (const bytes of [Buffer.from('x'), png, Buffer.alloc(0)]) {
    const file = await files.upload(caller, inJournal(), coming(bytes));
    const read = files.reading.textOf(inJournalOf(caller.tenantId), file.id);
    expect(await read.catch(codeOf)).toBe('FILE_UNREADABLE');
    expect((await files.get(caller, file.id)).textState).toBe('none');
  }
  expect(asked).toBe(1);
});

test('files of one tenant are read one at a time, and another tenant does not wait for them', async () => {
  const [ann, bob] = [await desk.newCaller(), await desk.newCaller()];
  const { reader, begun, open, asked } = gated(async () => ({ text: 'of Ann' }));
  const files = desk.files({
    reader: {
      ...reader,
      // Bob's file is in Markdown.
      text: async (file, signal) =>
        file.mediaType === 'text/markdown' ? { text: 'of Bob' } : reader.text(file, signal),
    },
  });
  const anns = [1, 2, 3].map((n) => files.upload(ann, inJournal(), coming(`${n}`)));
  const stored = await Promise.all(anns);
  await begun;
  const bobs = await files.upload(bob, inJournal({ name: 'b.md' }), coming('4'));
  expect((await files.reading.textOf(inJournalOf(bob.tenantId), bobs.id)).text).toBe('of Bob');
  expect(asked()).toBe(1);
  open();
  const read = stored.map(({ id }) => files.reading.textOf(inJournalOf(ann.tenantId), id));
  expect((await Promise.all(read)).map(({ text }) => text)).toEqual(['of Ann', 'of Ann', 'of Ann']);
  expect(asked()).toBe(3);
});

test('what is read of a file that was removed meanwhile is not kept, nor given to the next of its id', async () => {
  const caller = await desk.newCaller();
  const { reader, begun, open } = gated(async () => ({ text: 'secret' }));
  const files = desk.files({ reader });
  const input = inJournal();
  await files.upload(caller, input, coming('one'));
  await begun;
  await files.remove(caller, input.id);
  const other = desk.files();
  await other.upload(caller, input, coming('two'));
  open();
  await files.close();
  const [row] = await desk.rows(caller);
  expect(row).toMatchObject({ textState: 'pending', text: null });
});

test('a person’s channel reaches no file of another channel, and no tenant another’s', async () => {
  const [ann, bob] = [await desk.newCaller(), await desk.newCaller()];
  const files = desk.files({ reader: { ...NO_READER, text: async () => ({ text: 'x' }) } });
  const file = await files.upload(ann, inJournal(), coming('x'));
  const own = inJournalOf(ann.tenantId);
  const ofSomebody = { ...own, contactId: newId(ContactId) };
  for (const read of [files.reading.textOf, files.reading.analyse]) {
    expect(await read(ofSomebody, file.id).catch(codeOf)).toBe('NOT_FOUND');
    expect(await read(inJournalOf(bob.tenantId), file.id).catch(codeOf)).toBe('NOT_FOUND');
  }
});
