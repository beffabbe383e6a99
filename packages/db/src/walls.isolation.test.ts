import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { furnish } from './furnish.ts';
import { type TestDatabase, testDatabase } from './testing.ts';

let database: TestDatabase;
let owner: postgres.Sql;
let app: postgres.Sql;

beforeAll(async () => {
  database = await testDatabase();
  owner = postgres(database.ownerUrl, { max: 1, onnotice: () => {} });
  // One connection, so that every transaction follows another tenant's on it.
  app = postgres(database.appUrl, { max: 1, onnotice: () => {} });
});
afterAll(async () => {
  await owner.end();
  await app.end();
  await database.close();
});

/** Tables without a tenant, each for a reason: they tell where agents run and nothing about anybody. */
const CONTROL_PLANE = ['cells', 'removals', 'slots'];

/** Written by triggers only, or only ever added to. */
const AUDIT = ['audit_heads', 'audit_log'];

type Table = { name: string; key: string };

/** Every table that holds tenants' rows, as the catalogue has it: a new table is here without being named. */
async function tenantTables(): Promise<Table[]> {
  const rows = await owner<Table[]>`
    select c.relname as name, case when c.relname = 'tenants' then 'id' else 'tenant_id' end as key
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p') order by 1`;
  return rows.filter(({ name }) => !CONTROL_PLANE.includes(name));
}

describe('the catalogue', () => {
  test('every table but the control plane names its tenant, and no wall is missing', async () => {
    const rows = await owner`
      select c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
        exists(select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and a.attnotnull) as named,
        exists(select 1 from pg_policy p where p.polrelid = c.oid and p.polname = 'tenant' and p.polcmd = '*'
          and p.polqual is not null and p.polwithcheck is not null) as walled
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind in ('r', 'p') order by 1`;
    const tables = await tenantTables();
    expect(tables.length).toBeGreaterThanOrEqual(10);
    for (const { name } of tables) {
      const row = rows.find((each) => each.name === name);
      expect(row, name).toMatchObject({
        enabled: true,
        forced: true,
        walled: true,
        named: name !== 'tenants',
      });
    }
  });

  test('every key of a tenant table begins with the tenant, and every reference carries it', async () => {
    const rows = await owner`
      select c.conrelid::regclass::text as name, c.conname, c.contype,
        (select array_agg(a.attname order by k.n) from unnest(c.conkey) with ordinality k(attnum, n)
          join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.attnum) as columns
      from pg_constraint c join pg_namespace n on n.oid = c.connamespace
      where n.nspname = 'public' and c.contype in ('p', 'u', 'f')`;
    const tables = (await tenantTables()).filter(({ name }) => name !== 'tenants').map(({ name }) => name);
    for (const row of rows.filter((each) => tables.includes(each.name))) {
      expect(row.columns[0], `${row.name}.${row.conname}`).toBe('tenant_id');
    }
    for (const name of tables)
      expect(
        rows.some((row) => row.name === name && row.contype === 'p'),
        name,
      ).toBe(true);
  });

  test('the application owns nothing, bypasses nothing, and makes nothing', async () => {
    const [role] = await owner`
      select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,
        (select count(*)::int from pg_class where relowner = r.oid) as owned,
        has_schema_privilege(r.oid, 'public', 'create') as creates,
        (select count(*)::int from pg_auth_members where member = r.oid) as memberships
      from pg_roles r where rolname = 'friendsai_app'`;
    expect(role).toEqual({
      rolsuper: false,
      rolbypassrls: false,
      rolcreaterole: false,
      rolcreatedb: false,
      owned: 0,
      creates: false,
      memberships: 0,
    });
  });

  test('policies besides the wall only ever open rows for reading, but for the mark on a run that has ended', async () => {
    const rows = await owner`select polname, polcmd from pg_policy where polname <> 'tenant' order by 1`;
    expect(rows.map(({ polname, polcmd }) => [polname, polcmd])).toEqual([
      ['listed', 'r'],
      ['settle', 'w'],
      ['settle_sees', 'r'],
      ['sign_in', 'r'],
      ['sign_in', 'r'],
      ['sweep', 'r'],
    ]);
  });
});

test('who marks runs as settled can change nothing else of them, and none that goes on', async () => {
  const tenantId = randomUUID();
  await furnish(owner, tenantId);
  const settling = (work: (tx: postgres.TransactionSql) => Promise<unknown>) =>
    app.begin(async (tx) => {
      await tx`select set_config('app.sweep', 'settle', true)`;
      return work(tx);
    });
  const goesOn = await settling(
    (tx) => tx`update runs set settled = true where tenant_id = ${tenantId} returning id`,
  );
  expect(goesOn).toHaveLength(0);
  await owner.begin(async (tx) => {
    await tx`select set_config('app.tenant_id', ${tenantId}, true)`;
    await tx`update runs set state = 'finished', ended_at = now() where tenant_id = ${tenantId}`;
  });
  await expect(
    settling((tx) => tx`update runs set settled = true, error_code = 'x' where tenant_id = ${tenantId}`),
  ).rejects.toThrow('nothing but the mark');
  const marked = await settling(
    (tx) => tx`update runs set settled = true where tenant_id = ${tenantId} returning id`,
  );
  expect(marked).toHaveLength(1);
});

describe('the matrix: table × verb × wrong tenant', async () => {
  const [mine, theirs] = [randomUUID(), randomUUID()];
  beforeAll(async () => {
    await furnish(owner, mine);
    await furnish(owner, theirs);
  });
  const asTenant = <Value>(tenantId: string | null, work: (tx: postgres.TransactionSql) => Promise<Value>) =>
    app.begin(async (tx) => {
      if (tenantId !== null) await tx`select set_config('app.tenant_id', ${tenantId}, true)`;
      return work(tx);
    });
  const rowsOf = (tx: postgres.TransactionSql, { name, key }: Table, tenantId: string) =>
    tx`select * from ${tx(name)} where ${tx(key)} = ${tenantId}`;

  test('every tenant table has a row of each tenant to try on', async () => {
    for (const table of await tenantTables()) {
      for (const tenantId of [mine, theirs]) {
        const rows = await asTenant(tenantId, (tx) => rowsOf(tx, table, tenantId));
        expect(rows.length, `furnish() makes no row of ${table.name}`).toBeGreaterThan(0);
      }
    }
  });

  test('select: a wrong tenant, or none, sees no row of any table', async () => {
    for (const table of await tenantTables()) {
      for (const tenantId of [mine, null]) {
        expect(await asTenant(tenantId, (tx) => rowsOf(tx, table, theirs)), table.name).toHaveLength(0);
        const all = await asTenant(
          tenantId,
          (tx) => tx`select ${tx(table.key)} as tenant from ${tx(table.name)}`,
        );
        expect(
          all.every((row) => row.tenant === tenantId),
          table.name,
        ).toBe(true);
      }
    }
  });

  test('update and delete: a wrong tenant, or none, changes no row of any table', async () => {
    for (const { name, key } of await tenantTables()) {
      if (AUDIT.includes(name)) continue;
      for (const tenantId of [mine, null]) {
        const updated = await asTenant(
          tenantId,
          (tx) => tx`update ${tx(name)} set ${tx(key)} = ${tx(key)} where ${tx(key)} = ${theirs}`,
        );
        const deleted = await asTenant(
          tenantId,
          (tx) => tx`delete from ${tx(name)} where ${tx(key)} = ${theirs}`,
        );
        expect([updated.count, deleted.count], name).toEqual([0, 0]);
      }
    }
  });

  test('insert: a row of another tenant is refused by every table', async () => {
    for (const table of await tenantTables()) {
      const [row] = await asTenant(theirs, (tx) => rowsOf(tx, table, theirs));
      if (!row) throw new Error(`no row of ${table.name}`);
      for (const tenantId of [mine, null]) {
        await expect(
          asTenant(tenantId, (tx) => tx`insert into ${tx(table.name)} ${tx(row)}`),
          table.name,
        ).rejects.toThrow(table.name === 'audit_heads' ? 'permission denied' : 'row-level security');
      }
    }
  });

  test('move: a row of mine cannot be given to another tenant', async () => {
    for (const { name, key } of await tenantTables()) {
      if (AUDIT.includes(name)) continue;
      await expect(
        asTenant(mine, (tx) => tx`update ${tx(name)} set ${tx(key)} = ${theirs} where ${tx(key)} = ${mine}`),
        name,
      ).rejects.toThrow(/row-level security|foreign key|duplicate key/);
    }
  });

  test('references: a row of mine cannot point at a row of another tenant', async () => {
    const [contact] = await asTenant(theirs, (tx) => tx`select id from contacts`);
    await expect(
      asTenant(
        mine,
        (tx) =>
          tx`insert into channels (tenant_id, id, contact_id) values (${mine}, ${randomUUID()}, ${contact?.id})`,
      ),
    ).rejects.toThrow('foreign key');
  });
});
