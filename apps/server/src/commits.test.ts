import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { runs, withTenant } from '@friendsai/db';
import type { ContactId } from '@friendsai/schema';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type House, openHouse, type Person, until } from './testing/house.ts';

let house: House;
let ann: Person;
let statistics: postgres.Sql;
beforeAll(async () => {
  house = await openHouse();
  await house.startCells();
  ann = await house.newPerson();
  statistics = postgres(house.ownerUrl, { max: 1, onnotice: () => {} });
});
afterAll(async () => {
  await statistics.end();
  await house.close();
});

/** Transactions that ended in this database: PostgreSQL's own count, read-only ones included. */
async function commits(): Promise<number> {
  // Backends report within a second of their last statement.
  await delay(1_500);
  const [row] = await statistics`
    select xact_commit::int as count from pg_stat_database where datname = current_database()`;
  return Number(row?.['count']);
}

const say = (contactId: ContactId, text: string) =>
  house.services.butler.chat.send(ann.caller, {
    contactId,
    text,
    clientMessageId: randomUUID(),
    attachments: [],
  });

const ended = () =>
  until(async () => {
    await house.services.butler.engine.idle();
    return true;
  });

/** Commits that looking for work and keeping the cells cost in the same time, whether or not there are runs. */
async function background(ms: number): Promise<number> {
  const before = await commits();
  await delay(ms);
  return (await commits()) - before;
}

test.each([
  ['one after the other', 20, false],
  ['all at once in one channel', 20, true],
])('a run costs three commits at most: %s', async (_, count, atOnce) => {
  const { id } = await ann.api.contacts.create.mutate({ name: 'Mei' });
  // The first run finds the cell; the agent stays where it is.
  await say(id, 'hello');
  await ended();
  const idleMs = 4_000;
  const idle = await background(idleMs);

  const startedAt = Date.now();
  const before = await commits();
  for (let n = 0; n < count; n += 1) {
    // Nothing that is written down: a tool call is a commit of its own.
    await say(id, `good morning, ${n}`);
    if (!atOnce) await ended();
  }
  await ended();
  const counted = (await commits()) - before;
  const elapsedMs = Date.now() - startedAt;
  const rows = await withTenant(house.db, ann.caller, (tx) => tx.select().from(runs));
  expect(rows.every(({ state }) => state === 'finished')).toBe(true);

  // What goes on besides does not go on quite evenly; a fourth commit for each run would be twenty more.
  const ofBackground = Math.ceil((idle / (idleMs + 1_500)) * elapsedMs) + 6;
  expect(counted - ofBackground).toBeLessThanOrEqual(count * 3);
});
