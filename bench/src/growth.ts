import { randomUUID } from 'node:crypto';
import type { Butler, Caller } from '@friendsai/butler';
import { migrate } from '@friendsai/db';
import type { ContactId } from '@friendsai/schema';
import { createServices } from '@friendsai/server/src/services.ts';
import { pino } from 'pino';
import postgres from 'postgres';
import { createSeeder } from './growth-seed.ts';
import { percentile } from './percentile.ts';
import { newPerson, type Site, withSite } from './site.ts';
import type { Sizes } from './sizes.ts';
import { ratioRow, type Table } from './table.ts';

/** What the small ledger has of messages in the channel and of contacts; it has one tenant. */
const FEW = 10;
const PAGE = 50;
const AIM = { atMost: 1.3 };

/** A ledger of a certain size, and somebody in it. */
type House = {
  size: string;
  butler: Butler;
  caller: Caller;
  /** The one whose channel is the one measured. */
  contactId: ContactId;
};

type Grown = { size: string; messages?: number; contacts?: number; tenants?: number };

/** Calls of the product's, straight: what HTTP adds is the same for all sizes, and would hide what grows. */
const CALLS: Record<string, (house: House) => Promise<unknown>> = {
  snapshotMsP50: ({ butler, caller }) => butler.stream.next(caller, null, new AbortController().signal),
  listMsP50: ({ butler, caller }) =>
    butler.contacts.list(caller, { order: 'recent', archived: false, limit: PAGE }),
  listOfTenMsP50: ({ butler, caller }) =>
    butler.contacts.list(caller, { order: 'recent', archived: false, limit: FEW }),
  historyMsP50: ({ butler, caller, contactId }) => butler.chat.history(caller, { contactId, limit: PAGE }),
  historyOfTenMsP50: ({ butler, caller, contactId }) =>
    butler.chat.history(caller, { contactId, limit: FEW }),
  // Last: it adds messages, and runs that nobody executes.
  sendMsP50: ({ butler, caller, contactId }) =>
    butler.chat.send(caller, {
      contactId,
      text: 'Mei likes tea and long walks by the river',
      clientMessageId: randomUUID(),
      attachments: [],
    }),
};

/** What everyday calls take in a small ledger and in ones that have grown, each in one direction. */
export function growth(sizes: Sizes, signal: AbortSignal): Promise<Table> {
  const needless = ['worker', 'demo-model', 'server', 'server-2'];
  return withSite(needless, signal, async (site) => {
    const { messages, contacts, tenants, warmUp, rounds } = sizes.growth;
    const number = (count: number) => count.toLocaleString('en');
    const grown: Grown[] = [
      { size: `${number(messages)} messages`, messages },
      { size: `${number(contacts)} contacts`, contacts },
      { size: `${number(tenants)} tenants`, tenants },
    ];
    const closing: (() => Promise<void>)[] = [];
    try {
      const houses: House[] = [];
      for (const each of [{ size: 'small' }, ...grown]) {
        signal.throwIfAborted();
        const { house, close } = await build(site, each);
        closing.push(close);
        houses.push(house);
      }

      const rows = [];
      for (const [figure, call] of Object.entries(CALLS)) {
        const tookMs = await interleaved(houses, call, warmUp, rounds);
        const [small, ...large] = tookMs.map((samples) => percentile(samples, 0.5));
        for (const [index, value] of large.entries()) {
          rows.push(ratioRow(`${figure}, ${grown[index]?.size}`, value, small ?? Number.NaN, AIM));
        }
      }
      return {
        title: 'growth',
        about: `p50 of a call in a ledger that has grown in one direction (measured) and in one of 1 tenant with ${FEW} contacts and ${FEW} messages in the channel (reference), four databases of one PostgreSQL, turn about in one run, ${rounds} calls of each; no engine, no gateway, no HTTP. snapshot: the opening of a stream; list: the first page of ${PAGE} contacts; history: the newest page of ${PAGE} messages; send: chat.send, with its commit to disk and its events in Redis.`,
        rows,
        notes: [
          `With ${FEW} messages or contacts a page of ${PAGE} is not full: where they are what has grown, historyMsP50 and listMsP50 compare a page of ${PAGE} rows with one of ${FEW}. The pages of ten are equally long in all ledgers.`,
        ],
      };
    } finally {
      for (const close of closing) await close();
    }
  });
}

async function build(
  site: Site,
  { size, ...more }: Grown,
): Promise<{ house: House; close(): Promise<void> }> {
  const name = `bench_${size.replaceAll(/\W/g, '_')}`;
  const at = (url: string) => {
    const moved = new URL(url);
    moved.pathname = name;
    return moved.href;
  };
  const admin = postgres(site.ownerUrl, { max: 1, onnotice: () => {} });
  await admin`create database ${admin(name)}`;
  await admin.end();
  await migrate({ ownerUrl: at(site.ownerUrl), appPassword: site.appPassword });

  const env = { ...site.env, DATABASE_URL: at(site.env.DATABASE_URL) };
  const services = createServices(env, pino({ level: 'silent' }));
  const seeder = createSeeder(at(site.ownerUrl));
  try {
    // From here on the engine takes nothing on: a message that was sent stays queued.
    await services.drain();
    const { butler } = services;
    const { caller } = await newPerson(services, site.env.SERVER_URL);
    const made = [];
    for (let n = 0; n < FEW; n += 1) made.push(await butler.contacts.create(caller, { name: `Friend ${n}` }));
    const contactId = made[0]?.id;
    if (!contactId) throw new Error('no contact');
    const { tenantId } = caller;
    const channelId = await seeder.channelOf(contactId);
    await seeder.messages({ tenantId, channelId }, more.messages ?? FEW);
    if (more.contacts) await seeder.contacts(tenantId, more.contacts - FEW);
    if (more.tenants) await seeder.tenants(more.tenants - 1);
    await seeder.settle();
    return { house: { size, butler, caller, contactId }, close: services.close };
  } catch (error) {
    await services.close();
    throw error;
  } finally {
    await seeder.close();
  }
}

/** Every ledger's turn in every round, each time another one first. Gives the samples of each ledger. */
async function interleaved(
  houses: readonly House[],
  call: (house: House) => Promise<unknown>,
  warmUp: number,
  rounds: number,
): Promise<number[][]> {
  const tookMs = houses.map((): number[] => []);
  for (let round = -warmUp; round < rounds; round += 1) {
    for (let turn = 0; turn < houses.length; turn += 1) {
      const index = (turn + round + warmUp) % houses.length;
      const house = houses[index];
      if (!house) continue;
      const from = performance.now();
      await call(house);
      if (round >= 0) tookMs[index]?.push(performance.now() - from);
    }
  }
  return tookMs;
}
