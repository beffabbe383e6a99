import { channels, withTenant } from '@friendsai/db';
import { ChannelId, FileId, newId } from '@friendsai/schema';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Caller } from '../caller.ts';
import { attachmentsOf, requireFiles } from './attachments.ts';
import { codeOf, coming, type Desk, inJournal, openDesk } from './testing/desk.ts';

let desk: Desk;
let ann: Caller;
let bob: Caller;
let journal: ChannelId;
let ids: FileId[];
beforeAll(async () => {
  desk = await openDesk();
  ann = await desk.newCaller();
  bob = await desk.newCaller();
  journal = await journalOf(ann);
  const files = desk.files();
  ids = [];
  for (const name of ['a.txt', 'b.md'])
    ids.push((await files.upload(ann, inJournal({ name }), coming(name))).id);
});
afterAll(() => desk.close());

function journalOf(caller: Caller): Promise<ChannelId> {
  return withTenant(desk.db, caller, async (tx) => {
    const [row] = await tx.select().from(channels).where(eq(channels.tenantId, caller.tenantId));
    return ChannelId.parse(row?.id);
  });
}
const require = (caller: Caller, channelId: ChannelId, wanted: FileId[]) =>
  withTenant(desk.db, caller, (tx) => requireFiles(tx, caller.tenantId, channelId, wanted)).catch(codeOf);

test('files of a channel may go with a message there, and nothing else', async () => {
  const [a, b] = ids;
  if (!a || !b) throw new Error('no files');
  expect(await require(ann, journal, [])).toBeUndefined();
  expect(await require(ann, journal, [a, b, a])).toBeUndefined();
  expect(await require(ann, journal, [a, newId(FileId)])).toBe('NOT_FOUND');
  expect(await require(ann, newId(ChannelId), [a])).toBe('NOT_FOUND');
  expect(await require(bob, await journalOf(bob), [a])).toBe('NOT_FOUND');
  expect(await require(bob, journal, [a])).toBe('NOT_FOUND');
});

test('files are named in the order in which they went; what is removed, or somebody else’s, has no name', async () => {
  const gone = newId(FileId);
  const [a, b] = ids;
  if (!a || !b) throw new Error('no files');
  const named = (caller: Caller) =>
    withTenant(desk.db, caller, (tx) => attachmentsOf(tx, caller.tenantId, [b, gone, a]));
  expect(await named(ann)).toEqual([
    { id: b, name: 'b.md', mediaType: 'text/markdown' },
    { id: gone, name: null, mediaType: null },
    { id: a, name: 'a.txt', mediaType: 'text/plain' },
  ]);
  expect(await named(bob)).toEqual([b, gone, a].map((id) => ({ id, name: null, mediaType: null })));
});
