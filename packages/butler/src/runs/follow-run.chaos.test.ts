import { channels, messages, runs, withTenant } from '@friendsai/db';
import type { EventHub, EventLog } from '@friendsai/redis';
import { MessageId, newId, RunId } from '@friendsai/schema';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Caller } from '../caller.ts';
import { type Desk, openDesk } from '../files/testing/desk.ts';
import { createRunFollower } from './follow-run.ts';

let desk: Desk;
let ann: Caller;
beforeAll(async () => {
  desk = await openDesk();
  ann = await desk.newCaller();
});
afterAll(() => desk.close());

async function runningRun(): Promise<RunId> {
  const { tenantId } = ann;
  const [messageId, runId] = [newId(MessageId), newId(RunId)];
  await withTenant(desk.db, ann, async (tx) => {
    const [channel] = await tx.select().from(channels).where(eq(channels.tenantId, tenantId));
    if (!channel) throw new Error('no journal');
    const place = { tenantId, channelId: channel.id };
    await tx
      .insert(messages)
      .values({ ...place, id: messageId, position: 1, role: 'user', text: 'hello', state: 'complete' });
    await tx.insert(runs).values({
      ...place,
      id: runId,
      messageId,
      replyMessageId: newId(MessageId),
      state: 'running',
      streamFrom: '1-1',
      startedAt: new Date(),
    });
  });
  return runId;
}

test('a run whose beginning the stream has lost is not asked for without a pause', async () => {
  let looks = 0;
  const log: Pick<EventLog, 'head'> = { head: async () => ({ epoch: 1, seq: 20_000 }) };
  const hub: Pick<EventHub, 'subscribe'> = {
    async *subscribe() {
      looks += 1;
      yield 'unknown-cursor' as const;
    },
  };
  const stop = new AbortController();
  const events = createRunFollower({ db: desk.db, log, hub })(ann, await runningRun(), stop.signal);
  const told = events.next();
  // As much work for the database as dozens of looks.
  for (let asked = 0; asked < 60; asked += 1) await desk.db.ping();
  expect(looks).toBeLessThanOrEqual(2);
  stop.abort();
  expect(await told).toEqual({ done: true, value: undefined });
});
