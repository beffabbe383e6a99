import { setTimeout as delay } from 'node:timers/promises';
import { cursorOf } from '@friendsai/schema';
import { z } from 'zod';
import { markedDraft } from './drafts.ts';
import { type Helper, startHelper } from './helper.ts';
import { type Person, type Site, withSite } from './site.ts';
import type { Sizes } from './sizes.ts';
import { plainRow, type Row, ratioRow, type Table } from './table.ts';

const KINDS = ['ours', 'bare', 'stock'] as const;
type Kind = (typeof KINDS)[number];
/** A few come and go first, so that what is made once is not counted for the viewers. */
const FIRST_VIEWERS = 20;
const SETTLE_MS = 500;

type Figures = { framesPerCpuSecond: number; heapKbPerViewer: number; batches: number };
type Sized = Sizes['fanOut'];

/** What one server process can deliver, and what an idle viewer costs it: ours, a bare Node server, tRPC's own. */
export function fanOut(sizes: Sizes, signal: AbortSignal): Promise<Table> {
  const needless = ['worker', 'demo-model', 'server', 'server-2'];
  return withSite(needless, signal, async (site) => {
    const person = await site.newPerson();
    const rows: Row[] = [];
    const notes: string[] = [];
    for (const viewers of sizes.fanOut.viewers) {
      const figures: Partial<Record<Kind, Figures>> = {};
      for (const kind of KINDS) {
        const measured = await measure(kind, viewers, sizes.fanOut, site, person);
        figures[kind] = measured;
        if (measured.batches < sizes.fanOut.batches) {
          notes.push(
            `${kind} at ${viewers} viewers was stopped after ${measured.batches} of ${sizes.fanOut.batches} events, when its time was up; its figure is of those.`,
          );
        }
      }
      const { ours, bare, stock } = figures;
      if (!ours || !bare || !stock) throw new Error('a server was not measured');
      rows.push(...rowsOf(viewers, ours, bare, stock));
    }
    return {
      title: 'fan-out',
      about: `Frames of some 200 bytes to viewers of one tenant, ${sizes.fanOut.batches} events one after the other, per second of the server process's CPU time. Ours (measured) against a bare res.write of the same bytes, and against tRPC's own writer (references); each server in a fresh process, the viewers in another. Heap: heapUsed after gc with idle viewers, less that before they came, for each.`,
      rows,
      notes,
    };
  });
}

async function measure(
  kind: Kind,
  viewers: number,
  { warmUpBatches, batches, withinMs }: Sized,
  site: Site,
  person: Person,
): Promise<Figures> {
  const server = startHelper('./fan-out-server.ts', [kind], site.stack.serverEnv);
  const readers = startHelper('./fan-out-readers.ts', [], process.env);
  try {
    const port = await server.ask('listen', null, z.int());
    const first = await gather(readers, port, FIRST_VIEWERS, site, person);
    await send(kind, server, site, person);
    await readers.ask('reach', { frames: first }, z.unknown());
    await readers.ask('leave', null, z.unknown());
    await delay(SETTLE_MS);

    const heapBefore = await server.ask('heapBytes', null, z.number());
    await gather(readers, port, viewers, site, person);
    await delay(SETTLE_MS);
    const heapWith = await server.ask('heapBytes', null, z.number());

    let sent = 0;
    const sendToAll = async () => {
      await send(kind, server, site, person);
      sent += 1;
      await readers.ask('reach', { frames: sent * viewers }, z.unknown());
    };
    while (sent < warmUpBatches) await sendToAll();
    const cpuFrom = await server.ask('cpuMs', null, z.number());
    const deadline = performance.now() + withinMs;
    while (sent < warmUpBatches + batches && performance.now() < deadline) await sendToAll();
    const cpuMs = (await server.ask('cpuMs', null, z.number())) - cpuFrom;

    const state = await readers.ask('state', null, z.object({ frames: z.int(), viewers: z.int() }));
    if (state.viewers !== viewers || state.frames !== sent * viewers) {
      throw new Error(`${kind}: ${state.viewers} viewers have ${state.frames} frames of ${sent * viewers}`);
    }
    const counted = sent - warmUpBatches;
    return {
      framesPerCpuSecond: (counted * viewers) / (cpuMs / 1000),
      heapKbPerViewer: (heapWith - heapBefore) / viewers / 1024,
      batches: counted,
    };
  } finally {
    await Promise.all([server.stop(), readers.stop()]);
  }
}

/** Connects so many viewers at the stream's head; gives how many. */
async function gather(
  readers: Helper,
  port: number,
  viewers: number,
  { log }: Site,
  { caller, token }: Person,
): Promise<number> {
  const after = cursorOf(await log.head(caller.tenantId));
  const path = `/trpc/events.subscribe?input=${encodeURIComponent(JSON.stringify({ after }))}`;
  await readers.ask('connect', { port, path, token, viewers }, z.unknown());
  return viewers;
}

/** One event: through Redis where the server reads from there, else as the finished frame. */
async function send(kind: Kind, server: Helper, { log }: Site, { caller }: Person): Promise<void> {
  const { draft } = markedDraft();
  if (kind !== 'bare') {
    await log.append(caller.tenantId, [draft]);
    return;
  }
  const body = JSON.stringify({ seq: 1_000, epoch: 1, ...draft });
  await server.ask('write', { frame: `data: ${body}\nid: 1-1000\n\n\n` }, z.unknown());
}

function rowsOf(viewers: number, ours: Figures, bare: Figures, stock: Figures): Row[] {
  const rate = `framesPerCpuSecond, ${viewers} viewers`;
  const heap = `heapKbPerIdleViewer, ${viewers} viewers`;
  return [
    ratioRow(`${rate}, over bare`, ours.framesPerCpuSecond, bare.framesPerCpuSecond, { atLeast: 0.5 }),
    ratioRow(`${rate}, over stock tRPC`, ours.framesPerCpuSecond, stock.framesPerCpuSecond, null),
    plainRow(`${heap}, beside bare`, ours.heapKbPerViewer, bare.heapKbPerViewer, { atMost: 10 }),
    plainRow(`${heap}, beside stock tRPC`, ours.heapKbPerViewer, stock.heapKbPerViewer, null),
  ];
}
