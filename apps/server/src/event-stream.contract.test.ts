import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, get, type RequestListener, type Server } from 'node:http';
import { type AppRouter, appRouter, createHttpDoors } from '@friendsai/api';
import { type Cursor, cursorOf, type EventDraft, EventType, type FriendsEvent } from '@friendsai/schema';
import { createTRPCUntypedClient, httpSubscriptionLink, TRPCClientError } from '@trpc/client';
import { createHTTPHandler } from '@trpc/server/adapters/standalone';
import { EventSource } from 'eventsource';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type House, openHouse, type Person } from './testing/house.ts';
import { follow } from './testing/stream.ts';

let house: House;
let ann: Person;
let listener: RequestListener;
const servers: Server[] = [];
const urls: Record<'raw' | 'stock', string> = { raw: '', stock: '' };

async function listen(server: Server): Promise<string> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
}

beforeAll(async () => {
  house = await openHouse();
  ann = await house.newPerson();
  const { butler } = house.services;
  const stock = createHTTPHandler({
    router: appRouter,
    basePath: '/trpc/',
    createContext: async ({ req }) => {
      const bearer = req.headers.authorization?.slice('Bearer '.length) ?? '';
      const caller = await butler.accounts.callerOfToken(bearer, 'contract');
      return { requestId: 'contract', butler, caller, peerAddress: 'here' };
    },
  });
  const doors = createHttpDoors({
    butler,
    authSecret: house.env.AUTH_SECRET,
    bridgeSecret: house.env.BRIDGE_SECRET,
    allowedOrigins: [],
    ready: house.services.ready,
    logger: pino({ level: 'silent' }),
  });
  listener = doors.listener;
  urls.raw = await listen(createServer(listener));
  urls.stock = await listen(createServer((req, res) => void stock(req, res)));
});
afterAll(async () => {
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
  await house.close();
});

/** The stock client: everything that it tells of a subscription until it has so many events or ends. */
function subscribe(kind: 'raw' | 'stock', input: unknown, count: number, token = ann.token) {
  const client = createTRPCUntypedClient<AppRouter>({
    links: [
      httpSubscriptionLink({
        url: `${urls[kind]}/trpc`,
        EventSource,
        eventSourceOptions: () => ({
          fetch: (url, init) =>
            fetch(url, { ...init, headers: { ...init.headers, authorization: `Bearer ${token}` } }),
        }),
      }),
    ],
  });
  return new Promise<unknown[]>((resolve) => {
    const told: unknown[] = [];
    const subscription = client.subscription('events.subscribe', input, {
      onStarted: () => told.push('started'),
      onData: (event) => {
        told.push(event);
        if (told.filter((each) => typeof each === 'object').length >= count) end();
      },
      onError: (error) => {
        const friends = error instanceof TRPCClientError ? error.data?.friends : null;
        told.push({ error: { ...friends, requestId: '' } });
        end();
      },
      onComplete: () => {
        told.push('complete');
        end();
      },
    });
    function end() {
      subscription.unsubscribe();
      resolve(told);
    }
  });
}

async function both(input: unknown, count: number, token?: string): Promise<unknown[]> {
  const [raw, stock] = await Promise.all([
    subscribe('raw', input, count, token),
    subscribe('stock', input, count, token),
  ]);
  expect(raw).toEqual(stock);
  return raw;
}

const say = (name: string) => ann.api.contacts.create.mutate({ name });

describe('the stock client finds no difference between our writer and tRPC’s own', () => {
  test('what is behind a cursor, and what comes live, text of any kind in it', async () => {
    const { events } = await head();
    await say('Zoë 小美 👩‍👩‍👧 "quoted" \\ back\nslash');
    await say('two');
    const reading = both({ after: events }, 4);
    await say('three');
    await say('four');
    const told = await reading;
    expect(told[0]).toBe('started');
    expect(told.filter((each) => typeof each === 'object')).toHaveLength(4);
  });

  test('without a cursor: a snapshot, and then what comes', async () => {
    const reading = Promise.all([subscribe('raw', undefined, 2), subscribe('stock', undefined, 2)]);
    // Both have their snapshot when both are told of the same next event; its moment is its own.
    await new Promise((resolve) => setTimeout(resolve, 300));
    await say('after the snapshot');
    const [raw, stock] = await reading;
    const shape = (told: unknown[] | undefined) =>
      JSON.parse(JSON.stringify(told).replace(/"at":"[^"]*"/g, '"at":""'));
    expect(shape(raw)).toEqual(shape(stock));
  });

  test('a cursor that was never given, and one that is none', async () => {
    const lost = await both({ after: '999-1' }, 1).catch((error: unknown) => error);
    expect(JSON.stringify(lost)).toContain('STATE_SNAPSHOT');
  });

  test.each([[{ after: 'nonsense' }], [{ after: 7 }]])('input that is refused: %j', async (input) => {
    expect(JSON.stringify(await both(input, 1))).toContain('INVALID_INPUT');
  });

  test('nobody, and a token that is none', async () => {
    expect(JSON.stringify(await both({}, 1, randomUUID()))).toContain('UNAUTHORIZED');
  });
});

async function head(): Promise<{ events: Cursor }> {
  const [first] = await ann.api.events.poll.query({ waitMs: 1_000 });
  if (!first) throw new Error('no snapshot');
  return { events: cursorOf(first) };
}

describe('the ladder’s lower rungs give the same events', () => {
  test('polling, step by step, is the stream', async () => {
    const { events: after } = await head();
    const made: string[] = [];
    for (const name of ['a', 'b', 'c']) made.push((await say(name)).id);
    const polled: FriendsEvent[] = [];
    let cursor = after;
    while (polled.length < made.length) {
      const page = await ann.api.events.poll.query({ after: cursor, waitMs: 1_000 });
      polled.push(...page);
      const last = page.at(-1);
      if (last) cursor = cursorOf(last);
    }
    expect(polled.map(({ contactId }) => contactId)).toEqual(made);
    expect(polled.map(({ seq }) => seq)).toEqual(polled.map((_, index) => (polled[0]?.seq ?? 0) + index));
    expect(await ann.api.events.poll.query({ after: cursor, waitMs: 50 })).toEqual([]);
  });

  test('a poll that waits is answered as soon as there is something', async () => {
    const { events: after } = await head();
    const waiting = ann.api.events.poll.query({ after, waitMs: 20_000 });
    const { id } = await say('awaited');
    expect((await waiting).map(({ contactId }) => contactId)).toEqual([id]);
  });
});

/** So many large events in the stream of a new person, whose cursor is before all of them. */
async function muchToRead(count: number, bytes: number) {
  const person = await house.newPerson();
  const [opening] = await person.api.events.poll.query({ waitMs: 1_000 });
  if (!opening) throw new Error('no snapshot');
  const draft: EventDraft = {
    at: new Date().toISOString(),
    contactId: null,
    runId: null,
    taskId: null,
    event: { type: EventType.CUSTOM, name: 'filler', value: 'x'.repeat(bytes) },
  };
  for (let n = 0; n < count; n += 1) await house.log.append(person.caller.tenantId, [draft]);
  return { person, after: cursorOf(opening) };
}

test('a reader that is far behind large events is waited for: it has them all by one connection', async () => {
  const { person, after } = await muchToRead(600, 16 * 1024);
  const stop = new AbortController();
  const seqs: number[] = [];
  for await (const { seq } of follow(urls.raw, person.token, after, stop.signal)) {
    seqs.push(seq);
    if (seqs.length === 600) break;
  }
  stop.abort();
  expect(seqs).toEqual(seqs.map((_, index) => (seqs[0] ?? 0) + index));
});

test('a reader that takes nothing is cut off, and finds everything with its cursor', async () => {
  const { person, after } = await muchToRead(300, 64 * 1024);
  const own = createServer(listener);
  const url = await listen(own);
  const input = encodeURIComponent(JSON.stringify({ after }));
  const request = get(`${url}/trpc/events.subscribe?input=${input}`, {
    headers: { authorization: `Bearer ${person.token}` },
    agent: false,
  });
  request.on('error', () => {});
  await once(request, 'response');
  // Nobody reads the answer. The server gives it up by itself.
  const connections = () =>
    new Promise<number>((resolve) => own.getConnections((_, count) => resolve(count)));
  while ((await connections()) > 0) await new Promise((resolve) => setTimeout(resolve, 250));
  let cursor = after;
  let found = 0;
  while (found < 300) {
    const page = await person.api.events.poll.query({ after: cursor, waitMs: 1_000 });
    found += page.length;
    const last = page.at(-1);
    if (last) cursor = cursorOf(last);
  }
  expect(found).toBe(300);
});
