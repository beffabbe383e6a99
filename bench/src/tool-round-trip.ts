import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { demoModelClient } from '@friendsai/demo-model/client';
import { callServer } from '@friendsai/openclaw-plugin/call-server';
import { agentIdOf, sessionKeyOf } from '@friendsai/runtime';
import { type ContactId, EventType, FriendsEvent } from '@friendsai/schema';
import { z } from 'zod';
import { cellReady } from './cell-ready.ts';
import { spread } from './percentile.ts';
import { type Person, type Site, withSite } from './site.ts';
import type { Sizes } from './sizes.ts';
import { differenceRow, plainRow, type Table } from './table.ts';
import { openViewer } from './viewer.ts';

/** One that looks and two that write, each with a text of its own: the same asked for again would be answered from the ledger. */
const INPUTS = {
  contact_get: () => ({}),
  reminder_create: () => ({ text: `call her about ${randomUUID()}`, on: '2027-03-01' }),
  contact_update: () => {
    const value = `tea of ${randomUUID()}`;
    return { changes: [{ label: 'likes', value, because: `she likes ${value}` }] };
  },
} as const;
type ToolName = keyof typeof INPUTS;
const TOOLS = ['contact_get', 'reminder_create', 'contact_update'] as const satisfies readonly ToolName[];

/** A run that says nothing is given up after 90 s; the rounds of one have to be over before that. */
const RUN_AGE_MS = 40_000;
const PATIENCE_MS = 30_000;

/** What the server adds to a tool call, as the plugin in a gateway sees it; and the whole way inside a gateway. */
export function toolRoundTrip(sizes: Sizes, signal: AbortSignal): Promise<Table> {
  return withSite([], signal, async (site) => {
    const { warmUp, rounds, runs } = sizes.toolRoundTrip;
    await cellReady(site);
    const person = await site.newPerson();
    const { id: contactId } = await person.api.contacts.create.mutate({ name: 'Mei' });
    const caller = createCaller(site, person, contactId);
    const ours = site.stack.serverUrls[0] ?? '';
    try {
      const answers = new Map<string, string>();
      for (const tool of TOOLS) {
        const { text } = await caller.call(ours, tool);
        answers.set(tool, JSON.stringify({ text }));
      }
      const bare = await startBare(Object.fromEntries(answers));
      const took: Record<ToolName, { ours: number[]; bare: number[] }> = {
        contact_get: { ours: [], bare: [] },
        reminder_create: { ours: [], bare: [] },
        contact_update: { ours: [], bare: [] },
      };
      for (let round = -warmUp; round < rounds; round += 1) {
        for (const tool of TOOLS) {
          // Turn about, and first turn about too: whoever comes first has the colder caches.
          const both = [
            async () => took[tool].ours.push((await caller.call(ours, tool)).tookMs),
            async () => took[tool].bare.push((await caller.call(bare.url, tool)).tookMs),
          ];
          for (const one of round % 2 === 0 ? both : both.toReversed()) await one();
          if (round === -1) took[tool].ours.length = took[tool].bare.length = 0;
        }
      }
      await bare.stop();
      await caller.endRun();
      return tableOf(took, await wholeWayMs(site, person, contactId, runs));
    } finally {
      await caller.endRun();
    }
  });
}

/** The plugin's code, and the run that it calls for: one in progress in the gateway, whose model says nothing. */
function createCaller({ stack, env }: Site, { caller, api }: Person, contactId: ContactId) {
  const model = demoModelClient(stack.demoModelUrl ?? '');
  let run: { runId: string; startedAt: number; release: () => Promise<void> } | null = null;

  async function holdRun() {
    const mark = randomUUID();
    const hold = await model.hold(mark, 0);
    const text = `tell me of ${mark}`;
    const { runId } = await api.chat.send.mutate({ contactId, text, clientMessageId: randomUUID() });
    await hold.reached();
    return { runId, startedAt: Date.now(), release: () => hold.release() };
  }

  async function endRun(): Promise<void> {
    await run?.release();
    run = null;
  }

  return {
    endRun,
    async call(url: string, toolName: ToolName): Promise<{ text: string; tookMs: number }> {
      // The next run of a channel waits for the one before it.
      if (run && Date.now() - run.startedAt > RUN_AGE_MS) await endRun();
      run ??= await holdRun();
      const call = {
        toolName,
        agentId: agentIdOf(caller.tenantId),
        sessionKey: sessionKeyOf(caller.tenantId, contactId),
        runId: run.runId,
        toolCallId: randomUUID(),
        body: JSON.stringify(INPUTS[toolName]()),
      };
      const patience = AbortSignal.timeout(PATIENCE_MS);
      const from = performance.now();
      const text = await callServer(call, { url, secret: env.BRIDGE_SECRET }, { patience, stop: undefined });
      const tookMs = performance.now() - from;
      if (!text.startsWith('{"status":"done"')) throw new Error(`${toolName} was answered: ${text}`);
      return { text, tookMs };
    },
  };
}

async function startBare(answers: Record<string, string>) {
  const worker = new Worker(new URL('./bare-answer.ts', import.meta.url), { workerData: answers });
  const [{ port }] = z.tuple([z.object({ port: z.int() })]).parse(await once(worker, 'message'));
  return { url: `http://127.0.0.1:${port}`, stop: () => worker.terminate() };
}

/** From TOOL_CALL_START to TOOL_CALL_RESULT in the stream, of runs whose model looks once. */
async function wholeWayMs(
  { stack }: Site,
  { api, token }: Person,
  contactId: ContactId,
  runs: number,
): Promise<number[]> {
  const model = demoModelClient(stack.demoModelUrl ?? '');
  const took: number[] = [];
  let startedAt: number | null = null;
  let ended = Promise.withResolvers<void>();
  let wanted: string | null = null;
  const viewer = openViewer(stack.serverUrls[0] ?? '', token, null, (data) => {
    const { runId, event } = FriendsEvent.pick({ runId: true, event: true }).parse(JSON.parse(data));
    if (runId === null || runId !== wanted) return;
    if (event.type === EventType.TOOL_CALL_START) startedAt = performance.now();
    if (event.type === EventType.TOOL_CALL_RESULT && startedAt !== null) {
      took.push(performance.now() - startedAt);
    }
    if (event.type === EventType.RUN_FINISHED) ended.resolve();
    if (event.type === EventType.RUN_ERROR) ended.reject(new Error(`the run failed: ${event.code}`));
  });
  await viewer.opened;
  try {
    for (let n = 0; n < runs; n += 1) {
      ended = Promise.withResolvers<void>();
      await model.callToolNext('contact_get', {});
      await model.respondNext('That is all.');
      const message = { contactId, text: 'what do I know of Mei?', clientMessageId: randomUUID() };
      wanted = (await api.chat.send.mutate(message)).runId;
      await ended.promise;
    }
  } finally {
    viewer.close();
  }
  if (took.length !== runs) throw new Error(`${took.length} of ${runs} runs called the tool`);
  return took;
}

function tableOf(
  took: Record<ToolName, { ours: readonly number[]; bare: readonly number[] }>,
  wayMs: readonly number[],
): Table {
  const rows = TOOLS.flatMap((tool) => {
    const ours = spread(took[tool].ours);
    const bare = spread(took[tool].bare);
    return [
      differenceRow(`toolMsP50, ${tool}`, ours.p50, bare.p50, { atMost: 15 }),
      differenceRow(`toolMsP95, ${tool}`, ours.p95, bare.p95, null),
    ];
  });
  const way = spread(wayMs);
  return {
    title: 'tool round trip',
    about: `From the plugin's signed request to its answer, of a run in progress in the gateway (measured); the same request to a bare server that answers the same at once (reference). Turn about, ${took.contact_get.ours.length} of each. The last two rows: from TOOL_CALL_START to TOOL_CALL_RESULT at a client, contact_get called by the model in ${wayMs.length} runs, with the gateway's own part.`,
    rows: [
      ...rows,
      plainRow('toolInGatewayMsP50, contact_get', way.p50, null, null),
      plainRow('toolInGatewayMsP95, contact_get', way.p95, null, null),
    ],
    notes: [],
  };
}
