import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { appendAudit, createDatabase, type Database, tenants, withTenant } from '@friendsai/db';
import { type TestDatabase, testDatabase } from '@friendsai/db/testing';
import { newId, TenantId } from '@friendsai/schema';
import postgres from 'postgres';
import { afterEach, beforeEach, expect, test } from 'vitest';

const COMMAND = fileURLToPath(new URL('./audit-verify.ts', import.meta.url));

let database: TestDatabase;
let db: Database;
beforeEach(async () => {
  database = await testDatabase();
  db = createDatabase(database.appUrl, { maxConnections: 1 });
});
afterEach(async () => {
  await db.close();
  await database.close();
});

async function chain(rows: number): Promise<TenantId> {
  const tenantId = newId(TenantId);
  await withTenant(db, { tenantId }, async (tx) => {
    await tx.insert(tenants).values({ id: tenantId });
    for (let n = 0; n < rows; n += 1) {
      const entry = {
        actor: 'a',
        action: 'message.sent',
        subject: null,
        requestId: null,
        detail: {},
      } as const;
      await appendAudit(tx, { tenantId }, entry);
    }
  });
  return tenantId;
}

/** What the command prints, and its exit code. */
function command(
  settings: Record<string, string>,
): Promise<{ code: number; said: string[]; complained: string }> {
  const env = { PATH: process.env['PATH'], ...settings };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [COMMAND], { env }, (_, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, said: stdout.trim().split('\n'), complained: stderr });
    });
  });
}

test('says that all chains are whole; names every row that is not, and ends with 1', async () => {
  const [changed, cut] = [await chain(4), await chain(5), await chain(6)];
  const settings = { DATABASE_OWNER_URL: database.ownerUrl, DATABASE_URL: database.appUrl };
  expect(await command(settings)).toEqual({
    code: 0,
    said: ['3 chains, all whole, 15 rows'],
    complained: '',
  });

  const intruder = postgres(database.ownerUrl, {
    max: 1,
    connection: { session_replication_role: 'replica' },
  });
  await intruder`update audit_log set actor = 'c' where tenant_id = ${changed} and seq = 2`;
  await intruder`delete from audit_log where tenant_id = ${cut} and seq > 3`;
  await intruder.end();
  const { code, said } = await command(settings);
  expect(code).toBe(1);
  expect(said.slice(0, -1).sort()).toEqual(
    [
      `tenant ${changed}: row 2 was changed (changed)`,
      `tenant ${cut}: row 4 and all after it were cut off (truncated)`,
    ].sort(),
  );
  expect(said.at(-1)).toBe('3 chains, 2 of them not whole, 6 rows in those that are');
});

test('never takes chains that it could not read for whole ones: ends with 2', async () => {
  await chain(1);
  const unknown = new URL(database.ownerUrl);
  unknown.pathname = '/nowhere';
  for (const [settings, sentence] of [
    [{ DATABASE_URL: database.appUrl }, 'Only the owner of the tables'],
    [{ DATABASE_OWNER_URL: unknown.href }, 'could not be read'],
    [{ DATABASE_OWNER_URL: '' }, 'Set DATABASE_OWNER_URL'],
  ] as const) {
    const { code, said, complained } = await command(settings);
    expect(code).toBe(2);
    expect(said).toEqual(['']);
    expect(complained).toContain(sentence);
  }
});
