import { tenantKey } from '@friendsai/redis';
import { type Cursor, cursorOf } from '@friendsai/schema';
import { markedDraft, someDrafts } from './drafts.ts';
import { percentile } from './percentile.ts';
import { type Person, type Site, withSite } from './site.ts';
import type { Sizes } from './sizes.ts';
import { plainRow, ratioRow, type Table } from './table.ts';
import { openViewer } from './viewer.ts';

const APPEND_AT_ONCE = 100;

/** How long a viewer takes that comes back after so many events, until it is live again. */
export function catchUp(sizes: Sizes, signal: AbortSignal): Promise<Table> {
  return withSite(['worker', 'demo-model'], signal, async (site) => {
    const { events, repeats } = sizes.catchUp;
    const liveMs: number[] = [];
    const readMs: number[] = [];
    let bytes = 0;
    // One more, for warming up. Each time somebody new: of an old stream, trimming might take what the cursor needs.
    for (let repeat = -1; repeat < repeats; repeat += 1) {
      const person = await site.newPerson();
      const { tenantId } = person.caller;
      const before = cursorOf(await site.log.head(tenantId));
      for (let appended = 0; appended < events; appended += APPEND_AT_ONCE) {
        await site.log.append(tenantId, someDrafts(Math.min(APPEND_AT_ONCE, events - appended)));
      }

      const readFrom = performance.now();
      const entries = await site.redis.xrange(tenantKey(tenantId, 'events'), `(${before}`, '+');
      const read = performance.now() - readFrom;
      if (entries.length !== events) throw new Error(`the tail holds ${entries.length} of ${events}`);
      bytes = entries.reduce((sum, [, [, body]]) => sum + Buffer.byteLength(body ?? ''), 0);

      const live = await untilLiveMs(site, person, before, events);
      if (repeat < 0) continue;
      readMs.push(read);
      liveMs.push(live);
    }
    return tableOf(liveMs, readMs, events, bytes);
  });
}

/** From opening the stream until all of the past and one event that is appended then have come. */
async function untilLiveMs(site: Site, person: Person, after: Cursor, events: number): Promise<number> {
  const { mark, draft } = markedDraft();
  const done = Promise.withResolvers<number>();
  let count = 0;
  const from = performance.now();
  const viewer = openViewer(site.stack.serverUrls[0] ?? '', person.token, after, (data) => {
    count += 1;
    if (count === 1 && data.includes('STATE_SNAPSHOT')) {
      done.reject(new Error('the cursor had left the tail'));
    }
    if (count === events) site.log.append(person.caller.tenantId, [draft]).catch(done.reject);
    if (count === events + 1) {
      if (data.includes(mark)) done.resolve(performance.now() - from);
      else done.reject(new Error('what came last was not the live event'));
    }
  });
  viewer.opened.catch(done.reject);
  void viewer.closed.then(() => done.reject(new Error(`the stream ended after ${count} events`)));
  try {
    return await done.promise;
  } finally {
    viewer.close();
  }
}

function tableOf(liveMs: readonly number[], readMs: readonly number[], events: number, bytes: number): Table {
  const live = percentile(liveMs, 0.5);
  const read = percentile(readMs, 0.5);
  return {
    title: 'catch-up',
    about: `A viewer whose cursor is ${events.toLocaleString('en')} events (${(bytes / 1e6).toFixed(1)} MB) behind, from opening the stream until it has them all and one live event more (measured); one XRANGE of the same entries (reference). Median of ${liveMs.length}.`,
    rows: [
      plainRow('catchUpMsMedian', live, read, { atMost: 300 }),
      plainRow('catchUpMsWorst', Math.max(...liveMs), Math.max(...readMs), null),
      ratioRow('catchUpMsOverRead', live, read, null),
    ],
    notes: [],
  };
}
