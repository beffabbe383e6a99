import { messages, withTenant } from '@friendsai/db';
import { type Cursor, cursorOf, EventType, type FriendsEvent } from '@friendsai/schema';
import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSite, type Resident, type Site } from './testing/site.ts';
import { follow } from './testing/stream.ts';

let site: Site;
let ann: Resident;
beforeAll(async () => {
  site = await openSite();
  ann = await site.newResident(1);
});
afterAll(() => site.close());

const urlOf = (server: number) => site.stack.serverUrls[server % site.stack.serverUrls.length] ?? '';

/** What a server gives after a cursor, until one event is as wanted. */
async function read(
  server: number,
  after: Cursor | null,
  isLast: (event: FriendsEvent) => boolean,
): Promise<FriendsEvent[]> {
  const stop = new AbortController();
  const seen: FriendsEvent[] = [];
  for await (const event of follow(urlOf(server), ann.token, after, stop.signal)) {
    seen.push(event);
    if (isLast(event)) break;
  }
  stop.abort();
  return seen;
}

const isEnd = ({ event }: FriendsEvent) =>
  event.type === EventType.RUN_FINISHED || event.type === EventType.RUN_ERROR;
const textOf = (events: readonly FriendsEvent[]) =>
  events
    .map(({ event, runId }) => (runId && event.type === EventType.TEXT_MESSAGE_CONTENT ? event.delta : ''))
    .join('');

async function head(): Promise<Cursor> {
  const [opening] = await read(0, null, () => true);
  if (!opening) throw new Error('no snapshot');
  return cursorOf(opening);
}

async function ledgerText(runId: string): Promise<string> {
  const rows = await withTenant(site.db, ann.caller, (tx) =>
    tx.select({ text: messages.text, role: messages.role }).from(messages).where(eq(messages.runId, runId)),
  );
  return rows.find(({ role }) => role === 'butler')?.text ?? '';
}

async function say(text: string, server: number) {
  const [contactId] = ann.contacts;
  if (!contactId) throw new Error('no contact');
  const sent = await ann.apis[server]?.chat.send.mutate({
    contactId,
    text,
    clientMessageId: crypto.randomUUID(),
  });
  if (!sent) throw new Error('not sent');
  return sent;
}

const words = fc
  .array(fc.constantFrom('tea', 'river', '小美', 'ĝis', '👩‍👩‍👧', 'line\nbreak', '"quoted"', 'longer-word'), {
    minLength: 1,
    maxLength: 60,
  })
  .map((each) => each.join(' '));

test('a run’s stream cut at every seq and resumed on the other server is the ledger: no gap, no repeat', async () => {
  await fc.assert(
    fc.asyncProperty(words, fc.nat(1), async (reply, server) => {
      const before = await head();
      await site.model.respondNext(reply);
      const { runId } = await say('tell me', server);
      const all = await read(server, before, isEnd);
      const ledger = await ledgerText(runId);
      expect(textOf(all)).toBe(ledger);
      for (let cut = 0; cut <= all.length; cut += 1) {
        const at = all[cut - 1];
        const first = at ? await read(server, before, ({ seq }) => seq === at.seq) : [];
        const rest = cut < all.length ? await read(server + 1, at ? cursorOf(at) : before, isEnd) : [];
        expect([...first, ...rest]).toEqual(all);
      }
    }),
    { numRuns: 5 },
  );
});

test('a reader that changes servers after every single event, while the answer is being given, misses nothing', async () => {
  let cursor = await head();
  const hold = await site.model.hold('hop', 3);
  const { runId } = await say('hop along the river with the two boats and the lost umbrella', 0);
  await hold.reached();
  const seen: FriendsEvent[] = [];
  for (let hop = 0; !seen.some(isEnd); hop += 1) {
    if (hop === 4) await hold.release();
    const [next] = await read(hop, cursor, () => true);
    if (!next) throw new Error('the stream gave nothing');
    seen.push(next);
    cursor = cursorOf(next);
  }
  expect(seen.map(({ seq }) => seq)).toEqual(seen.map((_, index) => (seen[0]?.seq ?? 0) + index));
  expect(textOf(seen)).toBe(await ledgerText(runId));
});
