import { newId, TenantId } from '@friendsai/schema';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCellLedger } from './cell-ledger.ts';
import { createDatabase, type Database } from './database.ts';
import { migrate } from './migrate.ts';
import { tenants } from './schema/index.ts';
import { withNewTenant } from './tenancy.ts';
import { type TestDatabase, testDatabase } from './testing.ts';

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await testDatabase();
  db = createDatabase(database.appUrl, { maxConnections: 20 });
});
afterAll(async () => {
  await db.close();
  await database.close();
});

const agentIdOf = (tenantId: TenantId) => `t-${tenantId}`;
const fresh = () => {
  const id = newId(TenantId);
  return { id, agentId: agentIdOf(id) };
};

test('50 sign-ups at once over 8 free slots: each has an id of its own, 8 are slots, the rest wait for the next cell', async () => {
  const ledger = createCellLedger(db, { fresh, agentIdOf });
  const slots = await ledger.createCell({ id: 'one', url: 'ws://127.0.0.1:1', slotCount: 8 });
  await ledger.updateCell('one', { state: 'ready' });
  const taken = await Promise.all(
    Array.from({ length: 50 }, () =>
      withNewTenant(db, fresh, async (tx, slot) => {
        await tx.insert(tenants).values({ id: slot.id });
        return slot.id;
      }),
    ),
  );
  expect(new Set(taken).size).toBe(50);
  expect(taken.filter((id) => slots.some((slot) => slot.id === id))).toHaveLength(8);
  expect(await ledger.supply()).toEqual({ free: 0, waiting: 42 });

  const next = await ledger.createCell({ id: 'two', url: 'ws://127.0.0.1:2', slotCount: 60 });
  expect(next.filter((slot) => slot.bound)).toHaveLength(42);
  expect(await ledger.supply()).toEqual({ free: 18, waiting: 0 });
});

test('a sign-up that fails gives its slot back', async () => {
  const ledger = createCellLedger(db, { fresh, agentIdOf });
  const { free } = await ledger.supply();
  await ledger.updateCell('two', { state: 'ready' });
  const failing = withNewTenant(db, fresh, () => Promise.reject(new Error('no')));
  await expect(failing).rejects.toThrow('no');
  expect(await ledger.supply()).toEqual({ free, waiting: 0 });
});

test('migrating twice, and two at once, changes nothing', async () => {
  // The role is the whole server's, and other tests sign in as it: its password stays as it is.
  const appPassword = new URL(database.appUrl).password;
  await Promise.all([1, 2].map(() => migrate({ ownerUrl: database.ownerUrl, appPassword })));
  await migrate({ ownerUrl: database.ownerUrl, appPassword });
});
