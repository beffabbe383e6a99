import { withTenant } from '@friendsai/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Caller } from '../caller.ts';
import { type Desk, openDesk } from '../files/testing/desk.ts';
import { insertMemory, lockMemoryNamed } from './memory-row.ts';

let desk: Desk;
let ann: Caller;
beforeAll(async () => {
  desk = await openDesk();
  ann = await desk.newCaller();
});
afterAll(() => desk.close());

test('of two who write a new memory of one name at once, the second is told, in words for it', async () => {
  const write = {
    name: 'coffee',
    text: 'black',
    writtenBy: 'butler',
    messageId: null,
    at: new Date(),
  } as const;
  const second = withTenant(desk.db, ann, async (tx) => {
    expect(await lockMemoryNamed(tx, ann.tenantId, 'coffee')).toBeNull();
    await withTenant(desk.db, ann, (first) => insertMemory(first, ann.tenantId, write));
    await insertMemory(tx, ann.tenantId, { ...write, name: 'Coffee' });
  });
  await expect(second).rejects.toMatchObject({ code: 'MEMORY_CONFLICT', cause: undefined });
});
