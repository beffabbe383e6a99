import { setTimeout as delay } from 'node:timers/promises';
import { createRedis } from '@friendsai/redis';
import { EventType, type FriendsEvent } from '@friendsai/schema';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWitness, type Witness } from './testing/checker.ts';
import { openSite, type Site } from './testing/site.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

const PAUSE_MS = 10_000;
/** Below what a gateway gets through on two cores, so that no backlog is what is waited for. */
const LOAD_EVERY_MS = 500;

const isText = ({ event, runId }: FriendsEvent) =>
  runId !== null && event.type === EventType.TEXT_MESSAGE_CONTENT;

const kill = (part: string, signal: NodeJS.Signals = 'SIGKILL') => process.kill(site.pidOf(part), signal);

/** Until a part runs again under another pid. */
async function restarted(part: string, before: number): Promise<void> {
  for (;;) {
    try {
      if (site.pidOf(part) !== before) return;
    } catch {
      // Between two lives it has no pid file.
    }
    await delay(50);
  }
}

/**
 * One answer is stopped in its middle and others go on all the time, three channels in all, while `disturb` does its worst;
 * then the answer goes on, everything ends, and all is held against all.
 */
async function disturbed(disturb: (witness: Witness) => Promise<void>): Promise<void> {
  const resident = await site.newResident(3);
  const witness = createWitness(site, resident);
  const [held, ...busy] = resident.contacts;
  if (!held) throw new Error('no contact');
  const hold = await site.model.hold('the long story', 4);
  const firstWords = witness.seen(isText);
  await witness.send(held, 'Mei told the long story of the river, the two boats and the lost umbrella');
  await hold.reached();
  await firstWords;

  let over = false;
  const load = busy.map(async (contactId, server) => {
    for (let n = 0; !over; n += 1) {
      await witness.send(contactId, `note ${n}: she likes tea`, server);
      await delay(LOAD_EVERY_MS);
    }
  });
  await delay(300);
  await disturb(witness);
  over = true;
  await hold.release();
  await Promise.all(load);
  await witness.send(held, 'and after all that, is the channel well?', 1);
  await witness.check();
  const unfinished = (await witness.runsOf()).filter(({ state }) => state !== 'finished');
  // Nothing here is beyond recovery: nobody has to try again.
  expect(unfinished.map(({ state, errorCode }) => ({ state, errorCode }))).toEqual([]);
  await witness.close();
}

describe('acknowledged ⊆ ledger, one final event per run, seq dense, files equal to the ledger, after', () => {
  test('kill -9 of the server that has the run, in mid-stream', () =>
    disturbed(async () => {
      const before = site.pidOf('server');
      kill('server');
      await restarted('server', before);
      await delay(2_000);
    }));

  test('kill -9 of the gateway in mid-run', () =>
    disturbed(async () => {
      const before = site.pidOf('gateway');
      kill('gateway');
      await restarted('gateway', before);
    }));

  test('Redis killed and back with what it had', () =>
    disturbed(async () => {
      const before = site.pidOf('redis');
      kill('redis');
      await restarted('redis', before);
      await delay(1_000);
    }));

  test('Redis flushed', () =>
    disturbed(async () => {
      const redis = createRedis(site.stack.serverEnv['REDIS_URL'] ?? '');
      await redis.flushall();
      redis.disconnect();
      await delay(1_000);
    }));

  test('Redis paused for 10 s', () =>
    disturbed(async () => {
      kill('redis', 'SIGSTOP');
      await delay(PAUSE_MS);
      kill('redis', 'SIGCONT');
      await delay(1_000);
    }));

  test('PostgreSQL killed under load, between any two steps of any commit', () =>
    disturbed(async () => {
      const before = site.pidOf('postgresql');
      kill('postgresql', 'SIGQUIT');
      await restarted('postgresql', before);
      await delay(2_000);
    }));

  test('an owner that is paused wakes up with an old token', () =>
    disturbed(async (witness) => {
      kill('server', 'SIGSTOP');
      const [before] = await witness.runsOf();
      // The other server takes the run over, under a newer token.
      for (;;) {
        const runs = await witness.runsOf();
        const same = runs.find(({ id }) => id === before?.id);
        if ((same?.fence ?? 0) > (before?.fence ?? 0)) break;
        await delay(50);
      }
      kill('server', 'SIGCONT');
      await delay(1_000);
    }));

  test('SIGTERM under load', () =>
    disturbed(async () => {
      const before = site.pidOf('server');
      kill('server', 'SIGTERM');
      await restarted('server', before);
    }));
});
