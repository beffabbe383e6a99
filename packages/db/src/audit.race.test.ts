import { newId, TenantId } from '@friendsai/schema';
import { asc, eq } from 'drizzle-orm';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { appendAudit } from './audit.ts';
import { verifyAudit } from './audit-verify.ts';
import { createDatabase, type Database } from './database.ts';
import { auditLog, tenants } from './schema/index.ts';
import { withTenant } from './tenancy.ts';
import { type TestDatabase, testDatabase } from './testing.ts';

const WRITERS = 64;

let database: TestDatabase;
let db: Database;
/** Patient, unlike the product's: 64 that sign in and wait at once take their time on a busy machine. */
let app: postgres.Sql;
beforeAll(async () => {
  database = await testDatabase();
  db = createDatabase(database.appUrl, { maxConnections: 4 });
  app = postgres(database.appUrl, { max: WRITERS, onnotice: () => {}, connect_timeout: 100 });
});
afterAll(async () => {
  await db.close();
  await app.end();
  await database.close();
});

async function newTenant(): Promise<TenantId> {
  const tenantId = newId(TenantId);
  await withTenant(db, { tenantId }, (tx) => tx.insert(tenants).values({ id: tenantId }));
  return tenantId;
}

const entry = { actor: 'a', action: 'message.sent', subject: null, requestId: null } as const;
const write = (tenantId: TenantId, n: number) =>
  withTenant(db, { tenantId }, (tx) => appendAudit(tx, { tenantId }, { ...entry, detail: { n } }));

test('64 writers at once, each on a connection of its own and every third giving up, keep one dense chain', async () => {
  const tenantId = await newTenant();
  const numbers = Array.from({ length: WRITERS }, (_, n) => n);
  const givesUp = (n: number) => n % 3 === 0;
  let ready = 0;
  const { promise: allReady, resolve: go } = Promise.withResolvers<void>();
  const outcomes = await Promise.allSettled(
    numbers.map((n) =>
      app.begin(async (tx) => {
        await tx`select set_config('app.tenant_id', ${tenantId}, true)`;
        ready += 1;
        if (ready === WRITERS) go();
        await allReady;
        await tx`insert into audit_log (tenant_id, seq, at, actor, action, detail, prev_hash, hash)
          values (${tenantId}, ${n}, 'epoch', 'a', 'b', ${tx.json({ n })}, 'chosen', 'chosen')`;
        if (givesUp(n)) throw new Error('gave up');
      }),
    ),
  );
  expect(outcomes.map(({ status }) => status === 'rejected')).toEqual(numbers.map(givesUp));

  const kept = numbers.filter((n) => !givesUp(n));
  const rows = await withTenant(db, { tenantId }, (tx) =>
    tx.select().from(auditLog).where(eq(auditLog.tenantId, tenantId)).orderBy(asc(auditLog.seq)),
  );
  expect(rows.map(({ seq }) => seq)).toEqual(kept.map((_, index) => index + 1));
  expect(rows.map(({ detail }) => Number(detail['n'])).sort((a, b) => a - b)).toEqual(kept);
  // The moments go with the numbers: each was taken when it was the writer's turn.
  const moments = rows.map(({ at }) => at.getTime());
  expect(moments).toEqual(moments.toSorted((a, b) => a - b));
  const verdict = await withTenant(db, { tenantId }, (tx) => verifyAudit(tx, { tenantId }));
  expect(verdict).toEqual({ ok: true, rows: kept.length, head: rows.at(-1)?.hash });
});

test('a chain that is verified while it grows is whole every time', async () => {
  const tenantId = await newTenant();
  let writing = true;
  const writers = Promise.all(
    Array.from({ length: 4 }, async (_, writer) => {
      for (let n = 0; n < 40; n += 1) await write(tenantId, writer * 40 + n);
    }),
  ).finally(() => {
    writing = false;
  });
  const lengths: number[] = [];
  while (writing) {
    const verdict = await withTenant(db, { tenantId }, (tx) => verifyAudit(tx, { tenantId }));
    expect(verdict).toMatchObject({ ok: true });
    if (verdict.ok) lengths.push(verdict.rows);
  }
  await writers;
  expect(lengths).toEqual(lengths.toSorted((a, b) => a - b));
  const verdict = await withTenant(db, { tenantId }, (tx) => verifyAudit(tx, { tenantId }));
  expect(verdict).toMatchObject({ ok: true, rows: 160 });
});

test('tenants do not wait for each other', async () => {
  const [mine, theirs] = [await newTenant(), await newTenant()];
  await withTenant(db, { tenantId: mine }, async (tx) => {
    await appendAudit(tx, { tenantId: mine }, { ...entry, detail: {} });
    // Would never come back if it waited for the transaction around it.
    await write(theirs, 1);
  });
});
