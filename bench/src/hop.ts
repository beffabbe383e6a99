import { setTimeout as delay } from 'node:timers/promises';
import { createRedis } from '@friendsai/redis';
import { cursorOf } from '@friendsai/schema';
import { markedDraft } from './drafts.ts';
import { spread } from './percentile.ts';
import { withSite } from './site.ts';
import type { Sizes } from './sizes.ts';
import { plainRow, type Table } from './table.ts';
import { openViewer } from './viewer.ts';

const CHANNEL = 'bench:hop';

/** From an append here to a viewer of another process's stream, beside what Redis alone takes from publisher to subscriber. */
export function hop(sizes: Sizes, signal: AbortSignal): Promise<Table> {
  return withSite(['worker', 'demo-model'], signal, async ({ stack, env, redis, log, newPerson }) => {
    const { warmUp, rounds, pauseMs } = sizes.hop;
    const person = await newPerson();
    const { tenantId } = person.caller;
    let seen = Promise.withResolvers<string>();
    const viewer = openViewer(
      stack.serverUrls[1] ?? '',
      person.token,
      cursorOf(await log.head(tenantId)),
      (data) => seen.resolve(data),
    );
    const subscriber = createRedis(env.REDIS_URL);
    try {
      await viewer.opened;
      await subscriber.subscribe(CHANNEL);
      let heard = Promise.withResolvers<string>();
      subscriber.on('message', (_, payload: string) => heard.resolve(payload));

      const hopMs: number[] = [];
      const publishMs: number[] = [];
      for (let round = -warmUp; round < rounds; round += 1) {
        const { mark, draft } = markedDraft();
        seen = Promise.withResolvers<string>();
        const appendedAt = performance.now();
        const appended = log.append(tenantId, [draft]);
        const data = await seen.promise;
        hopMs.push(performance.now() - appendedAt);
        if (!data.includes(mark)) throw new Error('the viewer saw another event than the one appended');
        await appended;
        await delay(pauseMs);

        heard = Promise.withResolvers<string>();
        const publishedAt = performance.now();
        const published = redis.publish(CHANNEL, data);
        await heard.promise;
        publishMs.push(performance.now() - publishedAt);
        await published;
        await delay(pauseMs);
        if (round === -1) hopMs.length = publishMs.length = 0;
      }
      return tableOf(hopMs, publishMs);
    } finally {
      viewer.close();
      subscriber.disconnect();
    }
  });
}

function tableOf(hopMs: readonly number[], publishMs: readonly number[]): Table {
  const ours = spread(hopMs);
  const bare = spread(publishMs);
  return {
    title: 'hop',
    about: `From log.append in one process to a viewer that follows another process over HTTP (measured); a bare Redis publish of the same bytes to its subscriber on loopback (reference). Turn about, ${hopMs.length} of each. The clock runs from before the append, so its way to Redis is included.`,
    rows: [
      plainRow('hopMsP50', ours.p50, bare.p50, { atMost: 3 }),
      plainRow('hopMsP95', ours.p95, bare.p95, null),
      plainRow('hopMsP99', ours.p99, bare.p99, { atMost: 20 }),
    ],
    notes: [],
  };
}
