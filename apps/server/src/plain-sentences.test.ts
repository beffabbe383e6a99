import { type ContactId, JOURNAL, type ToolCallView } from '@friendsai/schema';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type House, openHouse, type Person } from './testing/house.ts';
import { callOf, talk } from './testing/talk.ts';

/** Nothing is scripted here: what people say goes through the gateway, the demo model's grammar and the bridge. */
let house: House;
let ann: Person;

beforeAll(async () => {
  house = await openHouse();
  await house.startCells();
  ann = await house.newPerson();
});
afterAll(() => house.close());

const changesOf = ({ card }: ToolCallView) => (card?.kind === 'profile-diff' ? card.changes : []);
const year = new Date().getUTCFullYear();
/** The next March, as a date that lies ahead. */
const nextMarch = `${new Date().getUTCMonth() < 2 ? year : year + 1}-03-01`;

async function undoAll(contactId: ContactId, calls: readonly ToolCallView[]): Promise<void> {
  for (const call of calls) {
    if (call.canUndo) await ann.api.contacts.undo.mutate({ toolCallId: call.id });
  }
  const { location, facts } = await ann.api.contacts.get.query({ id: contactId });
  expect([location, facts]).toEqual(['Beijing', []]);
  expect((await ann.api.contacts.timeline.query({ id: contactId })).entries).toEqual([]);
  expect((await ann.api.reminders.list.query({ contactId })).reminders).toEqual([]);
}

test.each([
  {
    language: 'English',
    name: 'Mei',
    said: 'Had lunch with Mei, she moved to Shanghai, her daughter starts school in March, remind me',
    place: 'Shanghai',
    daughter: ['daughter', /starts school in March/],
  },
  {
    language: 'Chinese',
    name: '王小美',
    said: '和小美吃了午饭，她搬到上海了，女儿三月上小学，提醒我',
    place: '上海',
    daughter: ['女儿', /三月.*小学|上小学/],
  },
] as const)(
  'told in $language: an interaction, two facts with their source, a reminder; and all of it taken back',
  async (row) => {
    const { id } = await ann.api.contacts.create.mutate({ name: row.name, location: 'Beijing' });
    const page = await talk(house, ann, id, row.said);
    const asked = page.messages[0];

    expect(callOf(page, 'interaction_log')).toMatchObject({
      state: 'succeeded',
      messageId: asked?.id,
      card: { kind: 'interaction', contactName: row.name, interaction: 'meal' },
    });
    const changes = changesOf(callOf(page, 'contact_update'));
    expect(changes.map(({ label, was, is }) => [label, was, is])).toEqual([
      ['location', 'Beijing', row.place],
      [row.daughter[0], null, expect.stringMatching(row.daughter[1])],
    ]);
    // The source: the message, and the words of it that say so.
    for (const { because } of changes) expect(row.said).toContain(because);
    const { facts } = await ann.api.contacts.get.query({ id });
    expect(facts.map(({ messageId, author }) => [messageId, author])).toEqual([
      [asked?.id, 'butler'],
      [asked?.id, 'butler'],
    ]);
    expect(callOf(page, 'reminder_create')).toMatchObject({
      card: { kind: 'reminder', contactName: row.name, on: nextMarch, state: 'open' },
    });
    expect(page.messages.at(-1)?.text).toContain(row.place);

    await undoAll(id, page.toolCalls);
  },
);

test.each([
  ['If Wei moves to Berlin she will be happy', 'Wei'],
  ['Does Wei live in Berlin?', 'Wei'],
  ['如果小林搬到柏林就好了', '小林'],
])('what is not said to be so becomes no fact: %s', async (said, name) => {
  const { id } = await ann.api.contacts.create.mutate({ name, location: 'Beijing' });
  await talk(house, ann, id, said);
  expect((await ann.api.contacts.get.query({ id })).location).toBe('Beijing');
});

test('what it does not grasp it says', async () => {
  const { id } = await ann.api.contacts.create.mutate({ name: 'Otto' });
  const page = await talk(house, ann, id, 'The kettle hums beneath a violet arithmetic');
  expect(page.toolCalls).toEqual([]);
  expect(page.messages.at(-1)?.text).toMatch(/did not follow/);
});

test('in the journal a person is found by name, and what was said is kept with them', async () => {
  const { id } = await ann.api.contacts.create.mutate({ name: 'Amara Okafor' });
  await talk(house, ann, JOURNAL, 'Met Amara yesterday, she now works at Lagos Data Lab');
  const { organization } = await ann.api.contacts.get.query({ id });
  expect(organization).toContain('Lagos Data Lab');
  const { entries } = await ann.api.contacts.timeline.query({ id });
  expect(entries.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['meeting', 'mention']));
});

test('what was promised is found again, from the books and not from the air', async () => {
  const { id } = await ann.api.contacts.create.mutate({ name: 'Wei Chen' });
  await talk(house, ann, id, 'I promised Wei the draft of the talk by Friday');
  const page = await talk(house, ann, id, 'What did I promise Wei?');
  expect(page.messages.at(-1)?.text).toMatch(/draft of the talk/);
});
