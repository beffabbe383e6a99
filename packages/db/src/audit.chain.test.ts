import { newId, TenantId } from '@friendsai/schema';
import { sql as drizzleSql } from 'drizzle-orm';
import fc from 'fast-check';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appendAudit } from './audit.ts';
import { verifyAudit } from './audit-verify.ts';
import { createDatabase, type Database } from './database.ts';
import { tenants } from './schema/index.ts';
import { withTenant } from './tenancy.ts';
import { type TestDatabase, testDatabase } from './testing.ts';

const ROWS = 9;

let database: TestDatabase;
let db: Database;
/** A superuser that no trigger stops: whoever gets at the tables themselves. */
let intruder: postgres.Sql;

beforeAll(async () => {
  database = await testDatabase();
  db = createDatabase(database.appUrl, { maxConnections: 2 });
  intruder = postgres(database.ownerUrl, {
    max: 1,
    onnotice: () => {},
    connection: { session_replication_role: 'replica' },
  });
});
afterAll(async () => {
  await db.close();
  await intruder.end();
  await database.close();
});

/** A tenant with so many entries, made as the product makes them. */
async function chain(rows = ROWS): Promise<TenantId> {
  const tenantId = newId(TenantId);
  await withTenant(db, { tenantId }, async (tx) => {
    await tx.insert(tenants).values({ id: tenantId });
    for (let n = 1; n <= rows; n += 1) {
      const subject = `thing:${n}`;
      await appendAudit(
        tx,
        { tenantId },
        { actor: 'a', action: 'message.sent', subject, requestId: 'r', detail: { n } },
      );
    }
  });
  return tenantId;
}

const verify = (tenantId: TenantId) => withTenant(db, { tenantId }, (tx) => verifyAudit(tx, { tenantId }));
const bad = (seq: number, problem: string) => ({ ok: false, seq, problem });

/** Gives rows new numbers. */
const move = (tenantId: TenantId, places: Record<number, number>) =>
  intruder.begin(async (tx) => {
    for (const [from, to] of Object.entries(places)) {
      await tx`update audit_log set seq = ${-to - 1000} where tenant_id = ${tenantId} and seq = ${from}`;
    }
    await tx`update audit_log set seq = -seq - 1000 where tenant_id = ${tenantId} and seq < -1000`;
  });

const drop = (tenantId: TenantId, from: number, to = from) =>
  intruder`delete from audit_log where tenant_id = ${tenantId} and seq between ${from} and ${to}`;

/** Puts a row in, with a hash that is right for what it says and for the one that it follows. */
async function forge(tenantId: TenantId, seq: number): Promise<void> {
  const [before] =
    await intruder`select hash from audit_log where tenant_id = ${tenantId} and seq = ${seq - 1}`;
  await intruder`insert into audit_log (tenant_id, seq, at, actor, action, detail, prev_hash, hash)
    values (${tenantId}, ${seq}, '2026-01-01', 'a', 'forged', '{}', ${before?.hash ?? '0'.repeat(64)}, '')`;
  await intruder`update audit_log l set hash = audit_hash(l) where tenant_id = ${tenantId} and seq = ${seq}`;
}

/** Makes the chain anew from that row on, every hash right. */
async function rewrite(tenantId: TenantId, from: number, to: number): Promise<void> {
  for (let seq = from; seq <= to; seq += 1) {
    await intruder`update audit_log set action = 'rewritten', prev_hash = coalesce(
      (select hash from audit_log where tenant_id = ${tenantId} and seq = ${seq - 1}), repeat('0', 64))
      where tenant_id = ${tenantId} and seq = ${seq}`;
    await intruder`update audit_log l set hash = audit_hash(l) where tenant_id = ${tenantId} and seq = ${seq}`;
  }
}

describe('a chain that nobody touched', () => {
  test('is whole, and gives its head', async () => {
    const tenantId = await chain();
    const [head] = await intruder`select seq::int, hash from audit_heads where tenant_id = ${tenantId}`;
    expect(head?.seq).toBe(ROWS);
    expect(await verify(tenantId)).toEqual({ ok: true, rows: ROWS, head: head?.hash });
  });

  test('without an entry is whole', async () => {
    expect(await verify(await chain(0))).toEqual({ ok: true, rows: 0, head: '0'.repeat(64) });
  });

  test('of many pages is whole, and one byte in the last of them is found', async () => {
    const tenantId = await chain(0);
    await withTenant(db, { tenantId }, (tx) =>
      tx.execute(drizzleSql`insert into audit_log (tenant_id, seq, at, actor, action, detail, prev_hash, hash)
        select ${tenantId}::uuid, 0, now(), 'a', 'b', '{}', '', '' from generate_series(1, 4100)`),
    );
    expect(await verify(tenantId)).toMatchObject({ ok: true, rows: 4_100 });
    await intruder`update audit_log set actor = 'b' where tenant_id = ${tenantId} and seq = 4050`;
    expect(await verify(tenantId)).toEqual(bad(4_050, 'changed'));
  });

  test('gives the hash that the database gave, for every text and every number that jsonb keeps', async () => {
    const text = fc.string({ unit: 'binary' }).map((value) => value.replaceAll('\0', ''));
    const number = fc.oneof(
      fc.constantFrom(
        '1.0',
        '1e3',
        '-0.0',
        '1E-7',
        '0.10',
        '1e300',
        '12345678901234567890.123450',
        '-1e-400',
      ),
      fc.double({ noDefaultInfinity: true, noNaN: true }).map(String),
    );
    const detail = fc.letrec<{ node: string; object: string }>((tie) => ({
      node: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom('null', 'true', 'false'),
        number,
        text.map((value) => JSON.stringify(value)),
        fc.array(tie('node'), { maxLength: 4 }).map((nodes) => `[${nodes.join(',')}]`),
        tie('object'),
      ),
      object: fc
        .array(fc.tuple(fc.oneof(text, fc.constantFrom('__proto__', 'a', 'aa', '')), tie('node')), {
          maxLength: 4,
        })
        .map((fields) => `{${fields.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(',')}}`),
    })).object;
    const maybe = fc.option(text);
    await fc.assert(
      fc.asyncProperty(text, text, maybe, maybe, detail, async (actor, action, subject, requestId, json) => {
        const tenantId = await chain(0);
        await withTenant(db, { tenantId }, (tx) =>
          tx.execute(drizzleSql`
            insert into audit_log (tenant_id, seq, at, actor, action, subject, request_id, detail, prev_hash, hash)
            values (${tenantId}, 0, now(), ${actor}, ${action}, ${subject}, ${requestId}, ${json}::text::jsonb, '', '')`),
        );
        expect(await verify(tenantId)).toMatchObject({ ok: true, rows: 1 });
      }),
      { numRuns: 200 },
    );
  });
});

describe('flip: one column of one row', () => {
  test.each([
    ['at', "'2026-01-01'"],
    ['at', "at + interval '1 millisecond'"],
    ['at', "'infinity'"],
    ['at', "'0044-03-15 BC'"],
    ['actor', "'b'"],
    ['action', "'c'"],
    ['subject', "'thing:50'"],
    ['subject', 'null'],
    ['request_id', "'s'"],
    ['request_id', 'null'],
    ['detail', `'{"n": 50}'`],
    ['detail', `'{"n": 5.0}'`],
    ['detail', `detail || '{"m": 1}'`],
    ['prev_hash', "overlay(prev_hash placing 'x' from 5)"],
    ['hash', "overlay(hash placing 'x' from 5)"],
    ['hash', 'upper(hash)'],
  ])('%s = %s', async (column, value) => {
    for (const seq of [1, 5, ROWS]) {
      const tenantId = await chain();
      await intruder.unsafe(`update audit_log set ${column} = ${value} where tenant_id = $1 and seq = $2`, [
        tenantId,
        seq,
      ]);
      expect(await verify(tenantId)).toEqual(bad(seq, 'changed'));
    }
  });

  test('with the hash made right again: the rows after it, which the head vouches for, remember another', async () => {
    for (const seq of [1, 5, ROWS - 1]) {
      const tenantId = await chain();
      await rewrite(tenantId, seq, seq);
      expect(await verify(tenantId)).toEqual(bad(seq, 'changed'));
    }
  });

  test('given to another tenant: it is missing here, and has no place there', async () => {
    const [mine, theirs] = [await chain(), await chain(3)];
    await intruder`update audit_log set tenant_id = ${theirs} where tenant_id = ${mine} and seq = 5`;
    expect(await verify(mine)).toEqual(bad(5, 'missing'));
    expect(await verify(theirs)).toEqual(bad(4, 'inserted'));
  });

  test('a row that says the same with its detail written in another way has not changed', async () => {
    const tenantId = await chain();
    await intruder`update audit_log set detail = '{ "n" :  5 }' where tenant_id = ${tenantId} and seq = 5`;
    expect(await verify(tenantId)).toMatchObject({ ok: true });
  });
});

describe('drop and truncate', () => {
  test.each([1, 2, 5, ROWS - 1])('row %i', async (seq) => {
    const tenantId = await chain();
    await drop(tenantId, seq);
    expect(await verify(tenantId)).toEqual(bad(seq, 'missing'));
  });

  test.each([1, 2, 5, ROWS])('everything from row %i on', async (seq) => {
    const tenantId = await chain();
    await drop(tenantId, seq, ROWS);
    expect(await verify(tenantId)).toEqual(bad(seq, 'truncated'));
  });

  test('what is written after rows were cut off does not close the gap', async () => {
    const tenantId = await chain();
    await drop(tenantId, 7, ROWS);
    const entry = { actor: 'a', action: 'message.sent', subject: null, requestId: null, detail: {} } as const;
    await withTenant(db, { tenantId }, (tx) => appendAudit(tx, { tenantId }, entry));
    expect(await verify(tenantId)).toEqual(bad(7, 'missing'));
  });

  test('a row dropped, and those after it moved up', async () => {
    const tenantId = await chain();
    await drop(tenantId, 5);
    await move(tenantId, { 6: 5, 7: 6, 8: 7, 9: 8 });
    expect(await verify(tenantId)).toEqual(bad(5, 'reordered'));
  });

  test('the head itself: the newest row is named, and nothing more can be written', async () => {
    const tenantId = await chain();
    await intruder`delete from audit_heads where tenant_id = ${tenantId}`;
    expect(await verify(tenantId)).toEqual(bad(ROWS, 'headless'));
    const entry = { actor: 'a', action: 'message.sent', subject: null, requestId: null, detail: {} } as const;
    const writing = withTenant(db, { tenantId }, (tx) => appendAudit(tx, { tenantId }, entry));
    await expect(writing).rejects.toMatchObject({ message: expect.stringContaining('no head') });
  });
});

describe('reorder', () => {
  test.each([
    [1, 2],
    [3, 7],
    [8, 9],
    [1, 9],
  ])('rows %i and %i in each other’s place', async (one, other) => {
    const tenantId = await chain();
    await move(tenantId, { [one]: other, [other]: one });
    expect(await verify(tenantId)).toEqual(bad(one, 'reordered'));
  });

  test('the whole log from back to front', async () => {
    const tenantId = await chain();
    await move(tenantId, Object.fromEntries(Array.from({ length: ROWS }, (_, n) => [n + 1, ROWS - n])));
    expect(await verify(tenantId)).toEqual(bad(1, 'reordered'));
  });

  test('with every hash made right again, the head is another one', async () => {
    const tenantId = await chain();
    await move(tenantId, { 3: 7, 7: 3 });
    await rewrite(tenantId, 3, ROWS);
    expect(await verify(tenantId)).toEqual(bad(ROWS, 'changed'));
  });
});

describe('insert', () => {
  test.each([ROWS + 1, 0, -5])('a row numbered %i', async (seq) => {
    const tenantId = await chain();
    await forge(tenantId, seq);
    expect(await verify(tenantId)).toEqual(bad(seq, 'inserted'));
  });

  test('a number as large as there is', async () => {
    const tenantId = await chain();
    await intruder`insert into audit_log select tenant_id, 9223372036854775807, at, actor, action, subject, request_id, detail, prev_hash, hash
      from audit_log where tenant_id = ${tenantId} and seq = 1`;
    expect(await verify(tenantId)).toEqual(bad(ROWS + 1, 'inserted'));
  });

  test.each([
    ['with a right hash', true],
    ['with any hash', false],
  ])('a row in the middle, %s, those after it moved back', async (_, right) => {
    const tenantId = await chain();
    await move(tenantId, { 5: 6, 6: 7, 7: 8, 8: 9, 9: 10 });
    await forge(tenantId, 5);
    if (!right) await intruder`update audit_log set hash = 'x' where tenant_id = ${tenantId} and seq = 5`;
    expect(await verify(tenantId)).toEqual(bad(5, 'inserted'));
  });
});

describe('rewrite: the chain made anew from a row on, with right hashes', () => {
  test.each([1, 5, ROWS])('from row %i: the head is another one', async (from) => {
    const tenantId = await chain();
    await rewrite(tenantId, from, ROWS);
    expect(await verify(tenantId)).toEqual(bad(ROWS, 'changed'));
  });

  test('not to the end: the first that nobody vouches for is named', async () => {
    const tenantId = await chain();
    await rewrite(tenantId, 4, 6);
    expect(await verify(tenantId)).toEqual(bad(6, 'changed'));
  });

  test('by a hash function put in the place of ours', async () => {
    const tenantId = await chain();
    await intruder.begin(async (tx) => {
      await tx`create or replace function audit_hash(entry audit_log) returns text language sql stable as $$ select entry.hash $$`;
      await tx`update audit_log set action = 'forged' where tenant_id = ${tenantId} and seq = 5`;
    });
    expect(await verify(tenantId)).toEqual(bad(5, 'changed'));
  });
});
