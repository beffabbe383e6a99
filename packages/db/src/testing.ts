import { randomUUID } from 'node:crypto';
import { postgresUrl } from '@friendsai/tooling-vitest';
import postgres from 'postgres';
import { migrate } from './migrate.ts';

const APP_PASSWORD = 'only-for-tests';
const TEMPLATE = 'friendsai_template';
const LOCK = 4_217_002;

export type TestDatabase = { ownerUrl: string; appUrl: string; close: () => Promise<void> };

function at(url: string, change: (url: URL) => void): string {
  const changed = new URL(url);
  change(changed);
  return changed.href;
}

/** Migrated once for each server that the tests start; every database of a test is a copy of it. */
async function ensureTemplate(admin: postgres.Sql, adminUrl: string): Promise<void> {
  await admin`select pg_advisory_lock(${LOCK})`;
  try {
    const [made] = await admin`select 1 from pg_database where datname = ${TEMPLATE}`;
    if (made) return;
    const half = `${TEMPLATE}_making`;
    await admin`drop database if exists ${admin(half)}`;
    await admin`create database ${admin(half)}`;
    await migrate({ ownerUrl: at(adminUrl, (url) => (url.pathname = half)), appPassword: APP_PASSWORD });
    await admin`alter database ${admin(half)} rename to ${admin(TEMPLATE)}`;
  } finally {
    await admin`select pg_advisory_unlock(${LOCK})`;
  }
}

/** A fresh migrated database of its own. Close it when the test is done; connections still open are cut. */
export async function testDatabase(): Promise<TestDatabase> {
  const adminUrl = postgresUrl();
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const admin = postgres(adminUrl, { max: 1, onnotice: () => {} });
  await ensureTemplate(admin, adminUrl);
  await admin`create database ${admin(name)} template ${admin(TEMPLATE)}`;
  return {
    ownerUrl: at(adminUrl, (url) => (url.pathname = name)),
    appUrl: at(adminUrl, (url) => {
      url.pathname = name;
      url.username = 'friendsai_app';
      url.password = APP_PASSWORD;
    }),
    async close() {
      await admin`drop database if exists ${admin(name)} with (force)`;
      await admin.end({ timeout: 5 });
    },
  };
}
