import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { TenantId } from '@friendsai/schema';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyAudit } from './audit-verify.ts';
import { verifyAllAudits } from './audit-verify-all.ts';
import { createDatabase, type Database } from './database.ts';
import { furnish } from './furnish.ts';
import { withTenant } from './tenancy.ts';
import { type TestDatabase, testDatabase } from './testing.ts';

/**
 * The embedded PostgreSQL's owner is a superuser, whom no wall holds. A managed one's is not: here a plain role makes the
 * tables, and is bound by what it makes.
 */
const MIGRATIONS = new URL('../migrations/', import.meta.url);
const HEADS = '0006_audit_heads.sql';
const name = `plain_${randomUUID().replaceAll('-', '')}`;
const [before, without] = [randomUUID(), randomUUID()];

let server: TestDatabase;
let admin: postgres.Sql;
let owner: postgres.Sql;
let app: postgres.Sql;
let ownerDb: Database;
let appDb: Database;

const as = (url: string, change: (url: URL) => void) => {
  const changed = new URL(url);
  changed.pathname = name;
  change(changed);
  return changed.href;
};

async function migrateUpTo(wanted: (file: string) => boolean): Promise<void> {
  const files = readdirSync(MIGRATIONS).filter((file) => file.endsWith('.sql') && wanted(file));
  for (const file of files.sort()) {
    const text = readFileSync(new URL(file, MIGRATIONS), 'utf8');
    await owner.begin(async (tx) => {
      for (const statement of text.split('--> statement-breakpoint')) await tx.unsafe(statement);
    });
  }
}

const asTenant = <Value>(
  sql: postgres.Sql,
  tenantId: string,
  work: (tx: postgres.TransactionSql) => Promise<Value>,
) =>
  sql.begin(async (tx) => {
    await tx`select set_config('app.tenant_id', ${tenantId}, true)`;
    return work(tx);
  });

const insert = (tx: postgres.TransactionSql, tenantId: string) =>
  tx`insert into audit_log (tenant_id, seq, at, actor, action, detail, prev_hash, hash)
    values (${tenantId}, 0, now(), 'a', 'b', '{}', '', '')`;

beforeAll(async () => {
  server = await testDatabase();
  admin = postgres(server.ownerUrl, { max: 1, onnotice: () => {} });
  const password = randomUUID();
  await admin.unsafe(`create role ${name} login nosuperuser nobypassrls password '${password}'`);
  await admin.unsafe(`create database ${name} owner ${name}`);
  const ownerUrl = as(server.ownerUrl, (url) => {
    url.username = name;
    url.password = password;
  });
  const appUrl = as(server.appUrl, () => {});
  owner = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  app = postgres(appUrl, { max: 1, onnotice: () => {} });
  ownerDb = createDatabase(ownerUrl, { maxConnections: 1 });
  appDb = createDatabase(appUrl, { maxConnections: 1 });

  await migrateUpTo((file) => file < HEADS);
  await asTenant(app, before, async (tx) => {
    await tx`insert into tenants (id) values (${before})`;
    for (let n = 0; n < 3; n += 1) await insert(tx, before);
  });
  await asTenant(app, without, (tx) => tx`insert into tenants (id) values (${without})`);
  await migrateUpTo((file) => file >= HEADS);
});
afterAll(async () => {
  await Promise.all([owner.end(), app.end(), ownerDb.close(), appDb.close()]);
  await admin.unsafe(`drop database ${name} with (force)`);
  await admin.unsafe(`drop role ${name}`);
  await admin.end();
  await server.close();
});

const verify = (tenantId: string) => {
  const caller = { tenantId: TenantId.parse(tenantId) };
  return withTenant(appDb, caller, (tx) => verifyAudit(tx, caller));
};

test('chains from before there were heads have one, and go on', async () => {
  expect(await verify(before)).toMatchObject({ ok: true, rows: 3 });
  expect(await verify(without)).toMatchObject({ ok: true, rows: 0 });
  for (const tenantId of [before, without]) await asTenant(app, tenantId, (tx) => insert(tx, tenantId));
  expect(await verify(before)).toMatchObject({ ok: true, rows: 4 });
  expect(await verify(without)).toMatchObject({ ok: true, rows: 1 });
});

test('an owner that is no superuser sees the rows of the tenant that is set, and without one no rows but the list of tenants', async () => {
  const tenantId = randomUUID();
  await furnish(owner, tenantId);
  const walled = await owner<{ name: string }[]>`
    select polrelid::regclass::text as name from pg_policy where polname = 'tenant' and polrelid <> 'tenants'::regclass`;
  for (const { name: table } of walled) {
    expect(await owner`select 1 from ${owner(table)}`, table).toHaveLength(0);
    const rows = await asTenant(owner, tenantId, (tx) => tx`select tenant_id from ${tx(table)}`);
    expect(
      rows.map((row) => row['tenant_id']),
      `furnish() makes no row of ${table}`,
    ).toEqual([tenantId]);
  }
  expect(await owner`update tenants set stream_epoch = 7`).toHaveLength(0);
  expect((await owner`select count(*)::int as count from tenants where stream_epoch = 7`)[0]).toEqual({
    count: 0,
  });
});

describe('every tenant’s chain', () => {
  test('is verified by the owner', async () => {
    const rows = await owner<{ id: string }[]>`select id from tenants order by id`;
    const found = [];
    for await (const { tenantId, verdict } of verifyAllAudits(ownerDb)) {
      expect(verdict).toMatchObject({ ok: true });
      found.push(tenantId);
    }
    expect(found).toEqual(rows.map(({ id }) => id));
    expect(found).toContain(before);
  });

  test('is not said to be whole by a role that does not see it', async () => {
    await expect(verifyAllAudits(appDb).next()).rejects.toThrow('Only the owner');
  });
});

/** How many rows each walled table has of the tenant. */
const census = (tenantId: string) =>
  asTenant(owner, tenantId, async (tx) => {
    const tables = await tx<{ name: string; key: string }[]>`
      select polrelid::regclass::text as name, case when polrelid = 'tenants'::regclass then 'id' else 'tenant_id' end as key
      from pg_policy where polname = 'tenant' order by 1`;
    const counted: Record<string, number> = {};
    for (const { name: table, key } of tables) {
      counted[table] = (await tx`select 1 from ${tx(table)} where ${tx(key)} = ${tenantId}`).length;
    }
    return counted;
  });

const erase = (tenantId: string) => asTenant(app, tenantId, (tx) => tx`select erase_tenant()`);

describe('erasing a tenant', () => {
  test('takes its rows in every table, and no other tenant’s', async () => {
    const [mine, theirs] = [randomUUID(), randomUUID()];
    await furnish(owner, mine);
    await furnish(owner, theirs);
    const full = await census(theirs);
    expect(Object.keys(full).length).toBeGreaterThanOrEqual(18);
    expect(new Set(Object.values(full))).toEqual(new Set([1]));
    expect(await census(mine)).toEqual(full);

    await erase(mine);
    expect(new Set(Object.values(await census(mine)))).toEqual(new Set([0]));
    expect(await census(theirs)).toEqual(full);
    expect(await verify(theirs)).toMatchObject({ ok: true, rows: 1 });
    // Whose erasure was cut off after it had been done asks again.
    await erase(mine);
  });

  test('needs a tenant', async () => {
    await expect(app`select erase_tenant()`).rejects.toThrow('no tenant is set');
  });

  test('opens nothing for what comes after it in the transaction', async () => {
    const [mine, theirs] = [randomUUID(), randomUUID()];
    await furnish(owner, mine);
    await furnish(owner, theirs);
    for (const sql of [app, owner]) {
      const going = asTenant(sql, mine, async (tx) => {
        await tx`select erase_tenant()`;
        await tx`select set_config('app.tenant_id', ${theirs}, true)`;
        await tx`delete from audit_log where tenant_id = ${theirs}`;
      });
      await expect(going).rejects.toThrow(/permission denied|insert-only/);
    }
    expect(await verify(mine)).toMatchObject({ ok: true, rows: 1 });
    expect(await verify(theirs)).toMatchObject({ ok: true, rows: 1 });
  });

  test('waits for who is writing, takes what they wrote, and lets nobody write after it', async () => {
    const mine = randomUUID();
    await furnish(owner, mine);
    const { promise: written, resolve: hasWritten } = Promise.withResolvers<void>();
    const { promise: going, resolve: goOn } = Promise.withResolvers<void>();
    const writing = asTenant(owner, mine, async (tx) => {
      await insert(tx, mine);
      hasWritten();
      await going;
    });
    await written;
    const erasing = erase(mine);
    const isHeldUp = async () => {
      const [row] = await admin`select exists(select 1 from pg_stat_activity
        where datname = ${name} and wait_event_type = 'Lock' and query like '%erase_tenant%') as waits`;
      return row?.['waits'] === true;
    };
    await expect.poll(isHeldUp).toBe(true);
    goOn();
    await Promise.all([writing, erasing]);
    expect(new Set(Object.values(await census(mine)))).toEqual(new Set([0]));
    await expect(asTenant(app, mine, (tx) => insert(tx, mine))).rejects.toThrow('no head');
  });
});
