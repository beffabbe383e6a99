import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OWN_TOOLS } from '@friendsai/butler';
import { agentIdOf, cellToken, sessionKeyOf } from '@friendsai/runtime';
import { connectGateway } from '@friendsai/runtime/testing';
import { EventType, type FriendsEvent } from '@friendsai/schema';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { type House, openHouse, type Person, until } from './testing/house.ts';
import { follow, readUntil } from './testing/stream.ts';

let house: House;
const people: Person[] = [];
beforeAll(async () => {
  house = await openHouse({ SLOTS_PER_CELL: '8', SLOTS_LOW_WATER: '2' });
  await house.startCells();
});
afterAll(() => house.close());

const isEnd = ({ event }: FriendsEvent) =>
  event.type === EventType.RUN_FINISHED || event.type === EventType.RUN_ERROR;
const stateOf = async (cellId: string) => {
  const dir = join(house.env.CELLS_DIR, cellId);
  return [
    await readFile(join(dir, 'gateway.pid'), 'utf8'),
    await readFile(join(dir, 'openclaw.json'), 'utf8'),
  ];
};

test('twelve register while a run streams: it is not broken, each has an agent, a second cell comes and the first is untouched', async () => {
  const first = await house.newPerson();
  people.push(first);
  const { id: contactId } = await first.api.contacts.create.mutate({ name: 'Mei' });
  const [cell] = await house.ledger.cells();
  const before = await stateOf(cell?.id ?? '');

  const listening = new AbortController();
  const events = follow(house.url, first.token, null, listening.signal);
  await readUntil(events, ({ event }) => event.type === EventType.STATE_SNAPSHOT);
  const hold = house.model.control.hold((text) => text.includes('while others come'), 3);
  const sent = await first.api.chat.send.mutate({
    contactId,
    text: 'Talk while others come',
    clientMessageId: randomUUID(),
  });
  await hold.reached;

  for (let n = 1; n < 12; n += 1) people.push(await house.newPerson());
  const slotsOfAll = () => Promise.all(people.map(({ caller }) => house.ledger.slotOf(caller.tenantId)));
  await until(async () => (await slotsOfAll()).every((slot) => slot?.cell?.state === 'ready'));
  hold.release();
  const seen = await readUntil(events, isEnd);
  listening.abort();

  expect(seen.at(-1)).toMatchObject({
    runId: sent.runId,
    event: { type: EventType.RUN_FINISHED, outcome: { type: 'success' } },
  });
  expect(await stateOf(cell?.id ?? '')).toEqual(before);
  const slots = await slotsOfAll();
  expect(new Set(slots.map((slot) => slot?.agentId)).size).toBe(12);
  expect(new Set(slots.map((slot) => slot?.cellId)).size).toBe(2);

  // Who sits on the second cell is answered as well.
  const last = people.at(-1) ?? first;
  const wei = await last.api.contacts.create.mutate({ name: 'Wei' });
  await last.api.chat.send.mutate({ contactId: wei.id, text: 'hello there', clientMessageId: randomUUID() });
  await house.services.butler.engine.idle();
  expect((await last.api.chat.history.query({ contactId: wei.id })).runs).toMatchObject([
    { state: 'finished' },
  ]);
});

const OWN = OWN_TOOLS.map(({ name }) => name).sort();
const Effective = z.looseObject({
  groups: z.array(z.looseObject({ tools: z.array(z.looseObject({ id: z.string() })) })),
});

test("each agent's tools are the bridge's and no other", async () => {
  const offered = new Set<string>();
  for (const cell of await house.ledger.cells()) {
    const connection = await connectGateway({
      url: cell.url,
      token: cellToken(house.env.OPENCLAW_TOKEN, cell.id),
    });
    for (const slot of await house.ledger.slotsOf(cell.id)) {
      const sessionKey = sessionKeyOf(slot.id, 'journal');
      await connection.call('agent', {
        agentId: agentIdOf(slot.id),
        sessionKey,
        message: 'what can you do',
        idempotencyKey: randomUUID(),
      });
      const { groups } = Effective.parse(await connection.call('tools.effective', { sessionKey }));
      const names = groups.flatMap((group) => group.tools.map((tool) => tool.id));
      expect(names.sort()).toEqual(OWN);
      for (const name of names) offered.add(name);
    }
    connection.close();
  }
  // And what the model itself was offered, in every request that was ever made.
  for (const request of house.model.requests) for (const name of request.toolNames) offered.add(name);
  expect([...offered].sort()).toEqual(OWN);
});
