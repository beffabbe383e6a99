import { ChannelId, cursorOf, type EventDraft, EventType, newId, TenantId } from '@friendsai/schema';
import { redisUrl } from '@friendsai/tooling-vitest';
import { afterAll, expect, test } from 'vitest';
import { createRedis } from './connection.ts';
import { createEventLog, eventsKey } from './event-log.ts';
import { tenantKey } from './keys.ts';

const redis = createRedis(redisUrl());
let epochs = 0;
const log = createEventLog(redis, {
  nextEpoch: async () => {
    epochs += 1;
    return epochs;
  },
  tailEvents: 1_000,
});
afterAll(() => redis.disconnect());

const draft = (name: string): EventDraft => ({
  at: '2026-01-01T00:00:00.000Z',
  contactId: null,
  runId: null,
  taskId: null,
  event: { type: EventType.CUSTOM, name, value: null },
});

async function names(tenantId: TenantId): Promise<string[]> {
  const { epoch } = await log.head(tenantId);
  const page = await log.readAfter(tenantId, cursorOf({ epoch, seq: 0 }), 1_000);
  if (page === 'unknown-cursor') throw new Error('nothing there');
  return page.events.map(({ event }) => (event.type === EventType.CUSTOM ? event.name : ''));
}

test('a batch that is given again, many times at once, is appended once and answered alike', async () => {
  const tenantId = newId(TenantId);
  const writer = { name: 'run', batch: 1 };
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => log.appendGuarded(tenantId, [draft('a'), draft('b')], { writer })),
  );
  for (const answer of answers) expect(answer).toEqual(answers[0]);
  await log.appendGuarded(tenantId, [draft('c')], { writer: { name: 'run', batch: 2 } });
  expect(await names(tenantId)).toEqual(['a', 'b', 'c']);
});

test('once a newer token has been seen for a channel, an older one appends nothing; other channels are not touched', async () => {
  const tenantId = newId(TenantId);
  const [mine, other] = [newId(ChannelId), newId(ChannelId)];
  const as = (channelId: ChannelId, token: number) => ({ fence: { channelId, token } });
  await log.appendGuarded(tenantId, [draft('old owner')], as(mine, 1));
  expect(await log.fence(tenantId, { channelId: mine, token: 2 })).toMatchObject({ seq: 1 });
  expect(await log.appendGuarded(tenantId, [draft('woke up')], as(mine, 1))).toBe('fenced');
  expect(await log.fence(tenantId, { channelId: mine, token: 1 })).toBe('fenced');
  await log.appendGuarded(tenantId, [draft('new owner')], as(mine, 2));
  await log.appendGuarded(tenantId, [draft('next door')], as(other, 1));
  expect(await names(tenantId)).toEqual(['old owner', 'new owner', 'next door']);
});

test('when numbering has restarted a writer is told so, before anything of its batch is in the new epoch', async () => {
  const tenantId = newId(TenantId);
  const { epoch } = await log.head(tenantId);
  await log.appendGuarded(tenantId, [draft('before')], { epoch });
  await redis.del(eventsKey(tenantId), tenantKey(tenantId, 'head'));
  expect(await log.appendGuarded(tenantId, [draft('half')], { epoch })).toBe('other-epoch');
  expect(await names(tenantId)).toEqual([]);
  await log.appendGuarded(tenantId, [draft('all of it')], {});
  expect(await names(tenantId)).toEqual(['all of it']);
});
