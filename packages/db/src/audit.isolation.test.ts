import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { furnish } from './furnish.ts';
import { type TestDatabase, testDatabase } from './testing.ts';

let database: TestDatabase;
let owner: postgres.Sql;
let app: postgres.Sql;
let mine: string;
let theirs: string;

beforeAll(async () => {
  database = await testDatabase();
  owner = postgres(database.ownerUrl, { max: 1, onnotice: () => {} });
  app = postgres(database.appUrl, { max: 1, onnotice: () => {} });
});
afterAll(async () => {
  await owner.end();
  await app.end();
  await database.close();
});
beforeEach(async () => {
  mine = randomUUID();
  theirs = randomUUID();
  await furnish(owner, mine);
  await furnish(owner, theirs);
});

type Work<Value> = (tx: postgres.TransactionSql) => Promise<Value>;
const asTenant = <Value>(tenantId: string, work: Work<Value>) =>
  app.begin(async (tx) => {
    await tx`select set_config('app.tenant_id', ${tenantId}, true)`;
    return work(tx);
  });
const insert = (tx: postgres.TransactionSql, tenantId: string) =>
  tx`insert into audit_log (tenant_id, seq, at, actor, action, detail, prev_hash, hash)
    values (${tenantId}, 0, now(), 'a', 'b', '{}', '', '')`;
const headOf = async (tenantId: string) => {
  const [head] = await owner`select seq::int, hash from audit_heads where tenant_id = ${tenantId}`;
  return head;
};

describe('the application', () => {
  test('reads its own head, and no other', async () => {
    const rows = await asTenant(mine, (tx) => tx`select tenant_id, seq::int from audit_heads`);
    expect(rows).toEqual([{ tenant_id: mine, seq: 1 }]);
  });

  test.each([
    "insert into audit_heads values (current_tenant(), 7, 'x')",
    "insert into audit_heads values (current_tenant(), 7, 'x') on conflict (tenant_id) do update set seq = 7",
    'update audit_heads set seq = 7',
    'delete from audit_heads',
    'truncate audit_heads',
    'select * from audit_heads for update',
    "update audit_log set action = 'x'",
    'delete from audit_log',
    'truncate audit_log',
    'alter table audit_log disable trigger audit_chained',
    'set session_replication_role = replica',
    'select audit_chain()',
    'drop trigger audit_chained on audit_log',
    "call wall_in('audit_heads')",
  ])('may not: %s', async (statement) => {
    const before = await headOf(mine);
    const doing = asTenant(mine, async (tx) => {
      // What opens the way for the erasing function opens nothing here.
      await tx`select set_config('app.erasing', 'on', true)`;
      return tx.unsafe(statement);
    });
    await expect(doing).rejects.toThrow(
      /permission denied|must be owner|trigger functions can only be called/,
    );
    expect(await headOf(mine)).toEqual(before);
  });

  test('cannot add to another tenant’s chain, and is not told whether there is one', async () => {
    const before = await headOf(theirs);
    for (const other of [theirs, randomUUID()]) {
      await expect(asTenant(mine, (tx) => insert(tx, other))).rejects.toThrow(
        'new row violates row-level security policy for table "audit_log"',
      );
      await expect(app.begin((tx) => insert(tx, other))).rejects.toThrow('row-level security');
    }
    expect(await headOf(theirs)).toEqual(before);
  });

  test('does not wait for another tenant’s writer to be refused', async () => {
    await owner.begin(async (tx) => {
      await insert(tx, theirs);
      await expect(asTenant(mine, (mineTx) => insert(mineTx, theirs))).rejects.toThrow('row-level security');
    });
  });

  test('cannot move its head by hanging the chain’s trigger on a table of its own', async () => {
    for (const name of ['audit_chain', 'audit_begin']) {
      const hanging = asTenant(mine, async (tx) => {
        await tx`create temp table mine_alone (like audit_log)`;
        await tx.unsafe(
          `create trigger t before insert on mine_alone for each row execute function ${name}()`,
        );
      });
      await expect(hanging).rejects.toThrow('permission denied for function');
    }
  });

  test('cannot put tables or functions of its own under the trigger’s names', async () => {
    const before = await headOf(mine);
    await asTenant(mine, async (tx) => {
      await tx`create temp table audit_heads (tenant_id uuid, seq bigint, hash text)`;
      await tx`insert into audit_heads values (${mine}, 100, 'chosen')`;
      await tx`create function pg_temp.audit_hash(audit_log) returns text language sql as $$ select 'chosen' $$`;
      await tx`create function pg_temp.current_tenant() returns uuid language sql as ${tx.unsafe(`$$ select '${theirs}'::uuid $$`)}`;
      await tx`set local search_path = pg_temp, public`;
      await tx`insert into public.audit_log (tenant_id, seq, at, actor, action, detail, prev_hash, hash)
        values (${mine}, 0, now(), 'a', 'b', '{}', '', '')`;
    });
    const [row] = await owner`select seq::int, prev_hash, hash, audit_hash(l) as again from audit_log l
      where tenant_id = ${mine} order by seq desc limit 1`;
    expect(row).toEqual({ seq: 2, prev_hash: before?.hash, hash: row?.again, again: row?.again });
    expect(await headOf(mine)).toEqual({ seq: 2, hash: row?.hash });
  });

  test('cannot lead the trigger to another head, or to an older one, by what it may set', async () => {
    const [before, other] = [await headOf(mine), await headOf(theirs)];
    const [place] = await owner`select ctid::text from audit_heads where tenant_id = ${theirs}`;
    const [old] = await owner`select ctid::text from audit_heads where tenant_id = ${mine}`;
    await asTenant(mine, async (tx) => {
      for (const hint of [place?.['ctid'], old?.['ctid'], '(4000000,1)', old?.['ctid']]) {
        await tx`select set_config('app.audit_head', ${hint}, true)`;
        await insert(tx, mine);
      }
    });
    expect(await headOf(theirs)).toEqual(other);
    expect((await headOf(mine))?.seq).toBe(5);
    const rows =
      await owner`select seq::int, prev_hash, hash from audit_log where tenant_id = ${mine} order by seq`;
    expect(rows.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
    expect(rows.slice(1).map((row) => row['prev_hash'])).toEqual(rows.slice(0, -1).map((row) => row['hash']));
    expect(rows[0]?.['hash']).toBe(before?.['hash']);
  });

  test('an entry that is taken back leaves the head where it was', async () => {
    const before = await headOf(mine);
    await asTenant(mine, async (tx) => {
      await tx
        .savepoint(async (inner) => {
          await insert(inner, mine);
          throw new Error('taken back');
        })
        .catch(() => {});
    });
    expect(await headOf(mine)).toEqual(before);
    await asTenant(mine, (tx) => insert(tx, mine));
    expect((await headOf(mine))?.seq).toBe(2);
  });
});

test('the owner does not change or remove entries by mistake either, and never one at a time', async () => {
  for (const statement of [
    "update audit_log set action = 'x'",
    'delete from audit_log',
    'truncate audit_log',
  ]) {
    await expect(owner.unsafe(statement)).rejects.toThrow('insert-only');
  }
});

test('every function that acts by the owner’s rights looks names up where only the owner makes any, and is closed to the public', async () => {
  const rows = await owner`
    select proname, proconfig, has_function_privilege('friendsai_app', oid, 'execute') as callable,
      exists(select 1 from aclexplode(coalesce(proacl, acldefault('f', proowner))) a where a.grantee = 0) as public
    from pg_proc where prosecdef and pronamespace = 'public'::regnamespace order by 1`;
  const closed = { proconfig: ['search_path=public, pg_temp'], public: false };
  expect(rows).toEqual([
    { proname: 'audit_begin', callable: false, ...closed },
    { proname: 'audit_chain', callable: false, ...closed },
    { proname: 'erase_tenant', callable: true, ...closed },
  ]);
});
