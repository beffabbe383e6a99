import { inspect } from 'node:util';
import { FriendsError, newId, TenantId } from '@friendsai/schema';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase, type Database, type Tx } from './database.ts';
import { tenants, users } from './schema/index.ts';
import { withTenant } from './tenancy.ts';
import { type TestDatabase, testDatabase } from './testing.ts';

const CANARY = 'what Mei told me in confidence';
let database: TestDatabase;
let db: Database;

beforeAll(async () => {
  database = await testDatabase();
  db = createDatabase(database.appUrl, { maxConnections: 1 });
});
afterAll(async () => {
  await db.close();
  await database.close();
});

async function failure(work: (tx: Tx) => Promise<unknown>): Promise<unknown> {
  return withTenant(db, { tenantId: newId(TenantId) }, work).then(
    () => expect.unreachable(),
    (error: unknown) => error,
  );
}

describe('a query that fails tells a log nothing of what it was called with', () => {
  test.each<[string, (tx: Tx) => Promise<unknown>]>([
    ['a statement that takes too long', (tx) => tx.execute(sql`select pg_sleep(20), ${CANARY}::text`)],
    ['a value that is none of its type', (tx) => tx.execute(sql`select ${CANARY}::text::uuid`)],
    ['a row that is there already', (tx) => twice(tx)],
    ['a table that is not there', (tx) => tx.execute(sql`select * from nowhere where a = ${CANARY}`)],
  ])('%s', async (_, work) => {
    const error = await failure(async (tx) => {
      await tx.execute(sql`set local statement_timeout = 500`);
      await work(tx);
    });
    expect(error).toBeInstanceOf(Error);
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(CANARY);
  });

  test('but what was asked, and PostgreSQL’s own code', async () => {
    const error = await failure((tx) => tx.execute(sql`select * from nowhere where a = ${CANARY}`));
    expect(error).toMatchObject({
      message: 'relation "nowhere" does not exist: select * from nowhere where a = $1',
      code: '42P01',
    });
  });

  test('and a database that is too slow is one that cannot be had', async () => {
    const error = await failure(async (tx) => {
      await tx.execute(sql`set local statement_timeout = 100`);
      await tx.execute(sql`select pg_sleep(20)`);
    });
    expect(error).toBeInstanceOf(FriendsError);
    expect(error).toMatchObject({ code: 'DEPENDENCY_UNAVAILABLE' });
  });
});

async function twice(tx: Tx): Promise<void> {
  const tenantId = newId(TenantId);
  await tx.execute(sql`select set_config('app.tenant_id', ${tenantId}, true)`);
  await tx.insert(tenants).values({ id: tenantId });
  const user = () => ({
    tenantId,
    id: crypto.randomUUID(),
    email: CANARY,
    name: 'Ann',
    locale: 'en' as const,
  });
  await tx.insert(users).values(user());
  await tx.insert(users).values(user());
}
