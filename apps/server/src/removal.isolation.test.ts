import { readdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { removals, withControlPlane } from '@friendsai/db';
import { createRedis } from '@friendsai/redis';
import { eq } from 'drizzle-orm';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Hoard, hoard } from './testing/canaries.ts';
import { filesWith } from './testing/disk.ts';
import { type House, openHouse, type Person } from './testing/house.ts';
import { talk } from './testing/talk.ts';

let house: House;
let leaving: Person;
let staying: Person;
let gone: Hoard;
let kept: Hoard;

beforeAll(async () => {
  house = await openHouse();
  await house.startCells();
  leaving = await house.newPerson();
  staying = await house.newPerson();
  gone = await hoard(house, leaving);
  kept = await hoard(house, staying);
});
afterAll(() => house.close());

/** Every row of every table, as text. */
async function rowsWith(word: string): Promise<string[]> {
  const owner = postgres(house.ownerUrl, { max: 1, onnotice: () => {} });
  try {
    const tables = await owner<{ name: string }[]>`
      select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema')`;
    const found: string[] = [];
    for (const { name } of tables) {
      // A superuser in tests: no wall hides a row.
      const [row] =
        await owner`select count(*)::int as n from ${owner.unsafe(name)} t where t::text like ${`%${word}%`}`;
      if (row?.['n'] > 0) found.push(name);
    }
    return found;
  } finally {
    await owner.end();
  }
}

/** Keys whose name or value, of whatever type, has the word. */
async function keysWith(word: string): Promise<string[]> {
  const redis = createRedis(house.env.REDIS_URL);
  try {
    const found: string[] = [];
    for (const key of await redis.keys('*')) {
      const type = await redis.type(key);
      const value =
        type === 'stream'
          ? await redis.xrange(key, '-', '+')
          : type === 'hash'
            ? await redis.hgetall(key)
            : type === 'string'
              ? await redis.get(key)
              : type;
      if (key.includes(word) || JSON.stringify(value).includes(word)) found.push(key);
    }
    return found;
  } finally {
    redis.disconnect();
  }
}

const places = async (word: string) => ({
  rows: await rowsWith(word),
  keys: await keysWith(word),
  files: filesWith(house.env.WORKSPACES_DIR, [word]),
  gateway: filesWith(house.env.CELLS_DIR, [word]),
});

async function erased(tenantId: string): Promise<void> {
  while (true) {
    const [row] = await withControlPlane(house.db, (tx) =>
      tx.select().from(removals).where(eq(removals.tenantId, tenantId)),
    );
    if (row?.doneAt) return;
    await delay(50);
  }
}

test('a wrong confirmation removes nothing', async () => {
  const { email } = await leaving.api.account.me.query();
  await expect(
    leaving.api.account.remove.mutate({ email: 'a@example.com', password: 'x' }),
  ).rejects.toThrow();
  await expect(leaving.api.account.remove.mutate({ email, password: 'wrong' })).rejects.toThrow('confirm');
  expect((await leaving.api.contacts.get.query({ id: gone.contactId })).note).toContain(gone.canary);
});

test('after the removal nothing of the tenant is found anywhere, and the other has everything', async () => {
  const { tenantId } = leaving.caller;
  const before = await places(gone.canary);
  // The search finds what is there: otherwise finding nothing would say nothing.
  for (const found of Object.values(before)) expect(found.length).toBeGreaterThan(0);

  const { email } = await leaving.api.account.me.query();
  await leaving.api.account.remove.mutate({ email, password: 'correct horse battery' });
  await expect(leaving.api.account.me.query()).rejects.toThrow('Sign in');
  await erased(tenantId);

  expect(await places(gone.canary)).toEqual({ rows: [], keys: [], files: [], gateway: [] });
  // Of the tenant itself only what no second one may ever have: the id of its slot, and that it was removed.
  const left = await places(tenantId);
  expect(left.rows.sort()).toEqual(['public.removals', 'public.slots']);
  expect(left.keys).toEqual([]);
  expect(readdirSync(house.env.WORKSPACES_DIR)).not.toContain(tenantId);

  const page = await talk(house, staying, kept.contactId, 'still here');
  expect(page.runs.at(-1)?.state).toBe('finished');
  expect((await staying.api.memory.list.query()).memories).toHaveLength(1);
  // The address is free again.
  await house.services.butler.accounts.register(
    { email, password: 'correct horse battery', name: 'Ann', locale: 'en' },
    { requestId: 'again', peerAddress: 'again' },
  );
});
