import { toolCalls, withTenant } from '@friendsai/db';
import { type ContactId, ToolCallId } from '@friendsai/schema';
import { desc } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Agent, agentWith } from './testing/agent.ts';
import { type House, openHouse, type Person } from './testing/house.ts';

let house: House;
let ann: Person;
let agent: Agent;
let mei: ContactId;
beforeAll(async () => {
  house = await openHouse();
  await house.services.butler.engine.drain();
  ann = await house.newPerson();
  agent = await agentWith(house, ann.token);
  mei = (await ann.api.contacts.create.mutate({ name: 'Mei', location: 'Beijing' })).id;
});
afterAll(() => house.close());

/** Has the agent do something; gives the call by which it can be taken back. */
async function done(name: string, input: Record<string, unknown>): Promise<ToolCallId> {
  expect(await agent.call(name, input)).toMatchObject({ status: 'done' });
  const [call] = await withTenant(house.db, ann.caller, (tx) =>
    tx.select().from(toolCalls).orderBy(desc(toolCalls.createdAt)).limit(1),
  );
  return ToolCallId.parse(call?.id);
}

const undo = (toolCallId: ToolCallId) => house.services.butler.toolCalls.undo(ann.caller, { toolCallId });
const memories = async () => (await ann.api.memory.list.query()).memories.map(({ name }) => name);

test('taking back what the butler remembered leaves a later note of one’s own by that name alone', async () => {
  const call = await done('memory_write', { name: 'coffee', text: 'black' });
  const [written] = (await ann.api.memory.list.query()).memories;
  if (!written) throw new Error('nothing was written');
  await ann.api.memory.remove.mutate({ id: written.id });
  await ann.api.memory.write.mutate({ name: 'coffee', text: 'mine' });
  await expect(undo(call)).rejects.toMatchObject({ code: 'UNDO_CONFLICT' });
  expect(await memories()).toContain('coffee');
});

test('two writes into one memory are taken back one after the other, the newer first', async () => {
  const first = await done('memory_write', { name: 'tea', text: 'green' });
  const second = await done('memory_write', { name: 'tea', text: 'no sugar' });
  await expect(undo(first)).rejects.toMatchObject({ code: 'UNDO_CONFLICT' });
  await undo(second);
  await undo(first);
  expect(await memories()).not.toContain('tea');
});

test('a reminder that the user has removed is not brought back by taking back that it was done', async () => {
  await done('reminder_create', { contactId: mei, text: 'call her', on: '2027-03-01' });
  const [reminder] = (await ann.api.reminders.list.query({})).reminders;
  if (!reminder) throw new Error('no reminder');
  const call = await done('reminder_complete', { reminderId: reminder.id });
  await ann.api.reminders.remove.mutate({ id: reminder.id });
  await expect(undo(call)).rejects.toMatchObject({ code: 'UNDO_CONFLICT' });
  expect((await ann.api.reminders.list.query({})).reminders).toEqual([]);
});

test('one change that is taken back twice, its first answer being lost, is taken back', async () => {
  const call = await done('contact_update', {
    contactId: mei,
    changes: [
      { label: 'location', value: 'Shanghai', because: 'she moved to Shanghai' },
      { label: 'likes', value: 'tea', because: 'she likes tea' },
    ],
  });
  const { facts } = await ann.api.contacts.get.query({ id: mei });
  const factId = facts.find(({ label }) => label === 'location')?.id;
  if (!factId) throw new Error('no fact');
  const once = () => house.services.butler.toolCalls.undo(ann.caller, { toolCallId: call, factId });
  expect(await once()).toEqual(expect.objectContaining({ undone: false }));
  await once();
  expect((await ann.api.contacts.get.query({ id: mei })).location).toBe('Beijing');
});
