import { type ContactId, JOURNAL } from '@friendsai/schema';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type House, openHouse, type Person } from './testing/house.ts';
import { callOf, script, standing, talk } from './testing/talk.ts';

let house: House;
let ann: Person;
let mei: ContactId;

beforeAll(async () => {
  house = await openHouse();
  await house.startCells();
  ann = await house.newPerson();
});
afterAll(() => house.close());
beforeEach(async () => {
  await ann.api.account.update.mutate({ confirmWrites: false });
  mei = (await ann.api.contacts.create.mutate({ name: 'Mei', location: 'Beijing' })).id;
});

const say = (text: string) => talk(house, ann, mei, text);

test('what the model writes down is done, cited, shown as was → is, and taken back', async () => {
  script(house, [
    {
      name: 'contact_update',
      input: {
        changes: [
          { label: 'lives in', value: 'Shanghai', because: 'she moved to Shanghai' },
          {
            label: 'daughter',
            value: 'starts school in March',
            because: 'her daughter starts school in March',
          },
        ],
      },
    },
    { name: 'interaction_log', input: { kind: 'meal', on: '2026-11-23', summary: 'had lunch' } },
    { name: 'reminder_create', input: { text: 'call her', on: '2027-03-01' } },
  ]);
  const page = await say('had lunch with Mei, she moved to Shanghai, remind me');
  expect(standing(page)).toEqual([
    'contact_update succeeded',
    'interaction_log succeeded',
    'reminder_create succeeded',
  ]);
  const update = callOf(page, 'contact_update');
  expect(update.card).toMatchObject({
    kind: 'profile-diff',
    contactName: 'Mei',
    changes: [
      { label: 'location', was: 'Beijing', is: 'Shanghai', because: 'she moved to Shanghai' },
      { label: 'daughter', was: null, is: 'starts school in March' },
    ],
  });
  const told = await ann.api.contacts.get.query({ id: mei });
  expect(told.location).toBe('Shanghai');
  expect(told.facts.map(({ label, messageId }) => [label, messageId])).toEqual(
    expect.arrayContaining([
      ['location', page.messages[0]?.id],
      ['daughter', page.messages[0]?.id],
    ]),
  );
  expect((await ann.api.reminders.list.query({ contactId: mei })).reminders).toMatchObject([
    { text: 'call her', on: '2027-03-01', contactName: 'Mei' },
  ]);
  const timeline = await ann.api.contacts.timeline.query({ id: mei });
  expect(timeline.entries.map(({ kind }) => kind).sort()).toEqual(['fact', 'fact', 'meal', 'reminder']);

  for (const call of page.toolCalls) await ann.api.contacts.undo.mutate({ toolCallId: call.id });
  const after = await ann.api.contacts.get.query({ id: mei });
  expect([after.location, after.facts]).toEqual(['Beijing', []]);
  expect((await ann.api.reminders.list.query({ contactId: mei })).reminders).toEqual([]);
  const undone = await ann.api.chat.history.query({ contactId: mei });
  expect(undone.toolCalls.every((call) => call.undone && !call.canUndo)).toBe(true);
});

test('one change of several is taken back alone, and not after it was changed again', async () => {
  script(house, [
    {
      name: 'contact_update',
      input: {
        changes: [
          { label: 'location', value: 'Shanghai', because: 'moved' },
          { label: 'likes', value: 'tea', because: 'likes tea' },
        ],
      },
    },
  ]);
  const { id: toolCallId, card } = callOf(await say('two things'), 'contact_update');
  if (card?.kind !== 'profile-diff') throw new Error('no diff');
  const [location, likes] = card.changes;
  await ann.api.contacts.undo.mutate({ toolCallId, factId: likes?.factId });
  expect((await ann.api.contacts.get.query({ id: mei })).facts.map(({ label }) => label)).toEqual([
    'location',
  ]);
  await ann.api.contacts.update.mutate({ id: mei, location: 'Hangzhou' });
  await expect(ann.api.contacts.undo.mutate({ toolCallId, factId: location?.factId })).rejects.toThrow(
    'changed since',
  );
  expect((await ann.api.contacts.get.query({ id: mei })).location).toBe('Hangzhou');
});

test('with the setting, every write waits; the yes is carried out once, and the butler goes on from it', async () => {
  await ann.api.account.update.mutate({ confirmWrites: true });
  script(house, [
    { name: 'note_add', input: { text: 'prefers mornings' } },
    { name: 'reminder_create', input: { text: 'send flowers', on: '2027-01-05' } },
  ]);
  const page = await say('two wishes');
  expect(standing(page)).toEqual(['note_add awaiting-confirmation', 'reminder_create awaiting-confirmation']);
  const note = callOf(page, 'note_add');
  const reminder = callOf(page, 'reminder_create');
  expect(note).toMatchObject({
    asksBecause: 'setting',
    details: [{ value: 'Mei' }, { value: 'prefers mornings' }],
  });
  expect((await ann.api.chat.waiting.query()).calls.map(({ id }) => id).sort()).toEqual(
    [note.id, reminder.id].sort(),
  );

  const decisions = {
    decisions: [
      { toolCallId: note.id, decision: 'approve' as const },
      { toolCallId: reminder.id, decision: 'reject' as const, reason: 'no flowers' },
    ],
  };
  const both = await Promise.all([
    ann.api.chat.decideTool.mutate(decisions),
    ann.api.chat.decideTool.mutate(decisions),
  ]);
  for (const { results } of both) {
    expect(results.map(({ errorCode, call }) => [errorCode, call?.state])).toEqual([
      [null, 'succeeded'],
      [null, 'rejected'],
    ]);
  }
  await house.services.butler.engine.idle();
  expect((await ann.api.contacts.get.query({ id: mei })).note).toBe('prefers mornings');
  const after = await ann.api.chat.history.query({ contactId: mei });
  expect(after.messages.map(({ role }) => role)).toEqual(['user', 'butler', 'system', 'butler']);
  const told = house.model.requests.at(-1)?.turns.at(-1)?.text ?? '';
  expect(told).toContain('"decision":"approved"');
  expect(told).toContain('no flowers');
  const opposite = await ann.api.chat.decideTool.mutate({
    decisions: [{ toolCallId: note.id, decision: 'reject' }],
  });
  expect(opposite.results).toMatchObject([{ errorCode: 'ALREADY_DECIDED' }]);
});

test('from a person’s channel no other person is reached; from the journal each of the tenant’s', async () => {
  const wei = (await ann.api.contacts.create.mutate({ name: 'Wei' })).id;
  script(house, [{ name: 'note_add', input: { contactId: wei, text: 'not here' } }]);
  expect(callOf(await say('note that of Wei'), 'note_add')).toMatchObject({
    state: 'failed',
    errorCode: 'NOT_FOUND',
  });
  script(house, [
    { name: 'note_add', input: { contactId: wei, text: 'from the journal' } },
    { name: 'journal_concerns', input: { contactIds: [wei] } },
  ]);
  await talk(house, ann, JOURNAL, 'about Wei');
  expect((await ann.api.contacts.get.query({ id: wei })).note).toBe('from the journal');
  expect((await ann.api.contacts.timeline.query({ id: wei })).entries.map(({ kind }) => kind)).toContain(
    'mention',
  );
});

test('what the model gets wrong is told to it and changes nothing', async () => {
  const change = { label: 'birthday', value: 'next week', because: 'her birthday is next week' };
  script(house, [{ name: 'contact_update', input: { changes: [change] } }]);
  const call = callOf(await say('her birthday is next week'), 'contact_update');
  expect(call).toMatchObject({ state: 'failed', errorCode: 'INVALID_INPUT', card: null });
  const answer = house.model.requests.at(-1)?.turns.findLast(({ role }) => role === 'tool')?.text ?? '';
  expect(JSON.parse(answer)).toMatchObject({ status: 'failed', code: 'INVALID_INPUT' });
  expect((await ann.api.contacts.get.query({ id: mei })).birthday).toBeNull();
});

test('a wish that the message repeats is fulfilled once', async () => {
  const wish = { name: 'reminder_create', input: { text: 'call', on: '2027-02-02' } };
  script(house, [wish, wish]);
  await say('remind me');
  expect((await ann.api.reminders.list.query({ contactId: mei })).reminders).toHaveLength(1);
});

test('the butler’s memory is read, written, found and taken back in both languages', async () => {
  script(house, [{ name: 'memory_write', input: { name: '饮食', text: '我不吃香菜，喜欢喝普洱茶。' } }]);
  const page = await say('记住我不吃香菜');
  script(house, [{ name: 'memory_write', input: { name: '  饮食 ', text: 'No peanuts either.' } }]);
  const second = await say('and no peanuts');
  const found = await ann.api.memory.search.query({ query: '香菜' });
  expect(found.memories).toMatchObject([{ name: '饮食' }]);
  expect((await ann.api.memory.search.query({ query: 'peanut' })).memories).toHaveLength(1);
  const [memory] = found.memories;
  if (!memory) throw new Error('nothing found');
  expect((await ann.api.memory.read.query({ id: memory.id })).text).toBe(
    '我不吃香菜，喜欢喝普洱茶。\nNo peanuts either.',
  );
  await expect(ann.api.contacts.undo.mutate({ toolCallId: callOf(page, 'memory_write').id })).rejects.toThrow(
    'changed since',
  );
  const later = second.toolCalls.at(-1);
  if (!later) throw new Error('no call');
  await ann.api.contacts.undo.mutate({ toolCallId: later.id });
  expect((await ann.api.memory.read.query({ id: memory.id })).text).toBe('我不吃香菜，喜欢喝普洱茶。');
});
