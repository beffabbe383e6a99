import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { PERSONA } from '@friendsai/butler';
import { cellToken, createOpenClawAdapter } from '@friendsai/runtime';
import { type ContactId, EventType, FriendsEvent, MessageId, newId, RunId } from '@friendsai/schema';
import { cellLedger } from '@friendsai/server/src/ledger.ts';
import { cellReady } from './cell-ready.ts';
import { spread } from './percentile.ts';
import { type Person, type Site, withSite } from './site.ts';
import type { Sizes } from './sizes.ts';
import { differenceRow, plainRow, type Table } from './table.ts';
import { openViewer } from './viewer.ts';

/** Words for which no tool is used: it would come before the first text, and be refused to the adapter alone, whose run the ledger does not know. */
const TEXT = 'Good morning!';
/** The butler's own, so that both ask as much of the gateway. */
const INSTRUCTIONS = `${PERSONA}
<contact-profile>
{"name":"Mei"}
</contact-profile>`;
const TOOL_USED = 'a tool was used: what came before the first text is not the same for both';
/** What follows an answer (the ledger, the thread file, the gateway's own) is over by then. */
const REST_MS = 60;

/** From `chat.send` to the first text at a client, over what the adapter alone takes, turn about on one gateway. */
export function firstText(sizes: Sizes, signal: AbortSignal): Promise<Table> {
  return withSite([], signal, async (site) => {
    const { warmUp, rounds } = sizes.firstText;
    const adapter = createOpenClawAdapter({
      ledger: cellLedger(site.db),
      tokenOf: (cellId) => cellToken(site.env.OPENCLAW_TOKEN, cellId),
      silenceMs: 90_000,
    });
    try {
      await cellReady(site);
      const person = await site.newPerson();
      const [ours, bare] = await Promise.all(
        ['Mei', 'Lin'].map((name) => person.api.contacts.create.mutate({ name })),
      );
      if (!ours || !bare) throw new Error('no contacts');
      const product = followProduct(site, person);
      await product.opened;

      const productMs: ProductMs[] = [];
      const adapterMs: number[] = [];
      for (let round = -warmUp; round < rounds; round += 1) {
        // Turn about, and first turn about too: whoever comes first has the colder caches.
        const both = [
          async () => productMs.push(await product.sendMs(ours.id)),
          async () => adapterMs.push(await adapterFirstTextMs(bare.id)),
        ];
        for (const one of round % 2 === 0 ? both : both.toReversed()) {
          await one();
          await delay(REST_MS);
        }
        if (round === -1) productMs.length = adapterMs.length = 0;
      }
      product.close();
      return tableOf(productMs, adapterMs);

      async function adapterFirstTextMs(contactId: ContactId): Promise<number> {
        const turn = {
          tenantId: person.caller.tenantId,
          contactId,
          runId: newId(RunId),
          replyMessageId: newId(MessageId),
          text: TEXT,
          instructions: INSTRUCTIONS,
        };
        const startedAt = performance.now();
        let tookMs: number | null = null;
        for await (const event of adapter.start(turn, signal)) {
          if (event.type === EventType.TEXT_MESSAGE_CONTENT) tookMs ??= performance.now() - startedAt;
          if (event.type === EventType.TOOL_CALL_START) throw new Error(TOOL_USED);
          if (event.type === EventType.RUN_ERROR) throw new Error(`the adapter's run failed: ${event.code}`);
        }
        if (tookMs === null) throw new Error('the adapter gave no text');
        return tookMs;
      }
    } finally {
      await adapter.close();
    }
  });
}

/** One message's way, each from the call of chat.send. */
type ProductMs = { answered: number; started: number; firstText: number };

/** A client of the product's: sends over HTTP, and follows the tenant's stream over HTTP. */
function followProduct({ stack }: Site, { api, token }: Person) {
  let startedAt: number | null = null;
  let firstTextAt: number | null = null;
  let ended = Promise.withResolvers<void>();
  // Its own messages are text too, but of no run.
  const viewer = openViewer(stack.serverUrls[0] ?? '', token, null, (data) => {
    const { runId, event } = FriendsEvent.pick({ runId: true, event: true }).parse(JSON.parse(data));
    if (runId === null) return;
    if (event.type === EventType.RUN_STARTED) startedAt = performance.now();
    if (event.type === EventType.TEXT_MESSAGE_CONTENT) firstTextAt ??= performance.now();
    if (event.type === EventType.TOOL_CALL_START) ended.reject(new Error(TOOL_USED));
    if (event.type === EventType.RUN_FINISHED) ended.resolve();
    if (event.type === EventType.RUN_ERROR) ended.reject(new Error(`the run failed: ${event.code}`));
  });
  return {
    opened: viewer.opened,
    close: viewer.close,
    async sendMs(contactId: ContactId): Promise<ProductMs> {
      startedAt = firstTextAt = null;
      ended = Promise.withResolvers<void>();
      const from = performance.now();
      await api.chat.send.mutate({ contactId, text: TEXT, clientMessageId: randomUUID() });
      const answered = performance.now() - from;
      await ended.promise;
      if (startedAt === null || firstTextAt === null) throw new Error('the run gave no text');
      return { answered, started: startedAt - from, firstText: firstTextAt - from };
    },
  };
}

function tableOf(productMs: readonly ProductMs[], adapterMs: readonly number[]): Table {
  const ours = spread(productMs.map(({ firstText }) => firstText));
  const answered = spread(productMs.map(({ answered }) => answered));
  const started = spread(productMs.map(({ started }) => started));
  const afterStart = spread(productMs.map(({ started, firstText }) => firstText - started));
  const bare = spread(adapterMs);
  return {
    title: 'first text',
    about: `From chat.send to the first text event at a client, over HTTP (measured); from the adapter's start to its first text, same gateway, model and tenant (reference). Turn about, ${productMs.length} of each.`,
    rows: [
      differenceRow('firstTextMsP50', ours.p50, bare.p50, { atMost: 10 }),
      differenceRow('firstTextMsP95', ours.p95, bare.p95, null),
      differenceRow('firstTextMsP99', ours.p99, bare.p99, { atMost: 40 }),
      plainRow('sendAnsweredMsP50', answered.p50, null, null),
      plainRow('runStartedSeenMsP50', started.p50, null, null),
      differenceRow('runStartedToFirstTextMsP50', afterStart.p50, bare.p50, null),
    ],
    notes: [
      'The last three rows tell where the way goes: chat.send answered; RUN_STARTED seen by the client; from there to the first text.',
      'The light path is not measured: it does not exist yet.',
    ],
  };
}
