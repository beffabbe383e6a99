import { describe, expect, test } from 'vitest';
import { talk } from '../../testing/talk.ts';

const names = (rounds: { name: string }[][]) => rounds.map((calls) => calls.map(({ name }) => name));
const PEOPLE = [
  { id: 'c-mei', name: 'Mei Lin', location: 'Porto' },
  { id: 'c-omar', name: 'Omar Haddad' },
  { id: 'c-ana1', name: 'Ana Costa' },
  { id: 'c-ana2', name: 'Ana Prado' },
  { id: 'c-xm', name: '王小美' },
];
const contact_find = ({ query }: Record<string, unknown>) => ({
  contacts: PEOPLE.filter(({ name, location }) => name.includes(`${query}`) || location === query),
});

describe('in a channel', () => {
  test.each([
    [
      'had lunch with Mei, she moved to Shanghai, her daughter starts school in March, remind me',
      'Mei Lin',
      'daughter',
      /a reminder on 2027-03-01/,
    ],
    ['和小美吃了午饭，她搬到上海了，她女儿三月上小学，提醒我', '王小美', '女儿', /2027-03-01 的提醒/],
  ])('%s', (said, name, label, reminded) => {
    const { rounds, text } = talk(said, { profile: { name, location: 'Porto' } });
    expect(names(rounds)).toEqual([['contact_update', 'interaction_log', 'reminder_create']]);
    const changes = rounds[0]?.[0]?.input.changes;
    expect(changes).toMatchObject([{ label: 'location' }, { label }]);
    expect(JSON.stringify(changes)).toContain('because');
    expect(text).toMatch(reminded);
    expect(text).toContain(`**${name}**`);
  });

  test('only tools on offer are called, and what is missing is said', () => {
    const { rounds, text } = talk('Mei moved to Oslo, remind me to write on Friday', {
      offered: ['contact_update'],
    });
    expect(names(rounds)).toEqual([['contact_update']]);
    expect(text).toContain('there is no tool');
  });

  test('what waits is not called again and is said to wait; what failed is said with its reason', () => {
    const { rounds, text } = talk('Met Mei today, she moved to Oslo', {
      tools: {
        interaction_log: () => ({ status: 'waiting', message: 'waits' }),
        contact_update: () => ({ status: 'failed', code: 'NOT_FOUND', message: 'there is no such contact' }),
      },
    });
    expect(names(rounds)).toEqual([['contact_update', 'interaction_log']]);
    expect(text).toMatch(/Waiting for your yes:\n- the meeting of 2026-11-23/);
    expect(text).toMatch(/did not work:\n- .*there is no such contact/);
    expect(text).not.toMatch(/Noted|Oslo/);
  });

  test('of a change the result is told, not the wish', () => {
    const { text } = talk('Mei moved to Oslo', {
      tools: {
        contact_update: () => ({ changes: [{ label: 'location', was: 'Porto', is: 'Oslo, Norway' }] }),
      },
    });
    expect(text).toContain('location: Oslo, Norway (was Porto)');
  });

  test('without a day it asks for one', () => {
    expect(talk('remind me to call her')).toMatchObject({
      rounds: [],
      text: expect.stringMatching(/date is missing.*which day/i),
    });
    expect(talk('提醒我给她打电话')).toMatchObject({ rounds: [], text: expect.stringContaining('哪一天') });
  });

  test.each([
    ['Mei is allergic to shellfish', 'allergies', 'peanuts', 'peanuts, shellfish'],
    ['Mei is allergic to peanuts', 'allergies', 'shellfish, Peanuts', 'shellfish, Peanuts'],
    ['She likes coffee and she likes opera', 'likes', 'tea', 'tea, coffee, opera'],
    ['She likes coffee now instead of tea', 'likes', 'tea', 'coffee'],
    ['Mei got married', 'marriage', 'is engaged', 'got married'],
    ['她对虾过敏', '过敏', '花生', '花生、虾'],
  ])('what gathers goes with what is known: %s', (said, label, known, value) => {
    const { rounds } = talk(said, { profile: { name: 'Mei Lin', facts: [{ label, value: known }] } });
    expect(rounds[0]?.[0]?.input).toMatchObject({
      changes: [{ label, value }],
    });
    expect(rounds).toHaveLength(1);
  });

  test('of two people nobody knows who "he" is, and nothing is put down to either', () => {
    const { rounds, text } = talk('Had lunch with Mei and Tom. He moved to Oslo.');
    expect(names(rounds)).toEqual([['interaction_log']]);
    expect(text).toMatch(/could not tell whom “He moved to Oslo\.?” is about/);
  });

  test('what was not grasped is said beside what was done', () => {
    const { text } = talk('Mei moved to Oslo. Omar moved to Rome. She might buy a boat.');
    expect(text).toMatch(
      /location: Oslo[\s\S]*“Omar moved to Rome” is not about Mei Lin[\s\S]*I did not follow “She might buy a boat”/,
    );
  });

  test('a reminder that is done with is ticked off when the list names it, and no other', () => {
    const reminder_list = () => ({
      reminders: [
        { id: 'r1', text: 'call Mei', on: '2026-11-20', state: 'due' },
        { id: 'r2', text: 'buy paint', on: '2026-11-21', state: 'due' },
      ],
    });
    const { rounds, text } = talk('I called her, done', { tools: { reminder_list } });
    expect(names(rounds)).toEqual([['interaction_log', 'reminder_list'].reverse(), ['reminder_complete']]);
    expect(rounds[1]?.[0]?.input).toEqual({ reminderId: 'r1' });
    expect(text).toContain('ticked off: “call Mei”');
    const other = talk('done with the taxes', { tools: { reminder_list } });
    expect(names(other.rounds)).toEqual([['reminder_list']]);
    expect(other.text).toContain('ticked off nothing');
  });

  test('a question is answered from the records, and looked up only where the profile does not answer', () => {
    const tools = {
      contact_get: () => ({ name: 'Mei Lin', facts: [{ label: 'promised', value: 'the draft by Friday' }] }),
      timeline_read: () => ({ entries: [{ on: '2026-11-02', kind: 'meal', text: 'ramen in the rain' }] }),
    };
    const promised = talk('What did I promise Mei?', { tools });
    expect(names(promised.rounds)).toEqual([['contact_get', 'timeline_read']]);
    expect(promised.text).toContain('the draft by Friday');
    expect(talk('When did we last meet?', { tools }).text).toMatch(/2026-11-02.*ramen/);
    expect(talk('我们上次见面是什么时候？', { tools }).text).toContain('2026-11-02');
    expect(
      talk('Where does she live?', { tools, profile: { name: 'Mei Lin', location: 'Porto' } }),
    ).toMatchObject({ rounds: [], text: expect.stringContaining('Porto') });
  });

  test('files: of the message, or the list', () => {
    const instructions =
      '<attachments>[{"id":"f9","name":"notes.txt","mediaType":"text/plain"}]</attachments>';
    const file_read = () => ({ name: 'notes.txt', text: 'Rent is due on the 1st.', nextOffset: null });
    const sent = talk('Summarise the file', { instructions, tools: { file_read } });
    expect(sent.rounds).toEqual([[{ name: 'file_read', input: { fileId: 'f9' } }]]);
    expect(sent.text).toContain('“Rent is due on the 1st”');
    const listed = talk('看看表格里有什么', {
      tools: {
        file_list: () => ({ files: [{ id: 'f1', name: 'q3.csv', mediaType: 'text/csv' }] }),
        analyse_file: () => ({ name: 'q3.csv', kind: 'table', rows: 12 }),
      },
    });
    expect(names(listed.rounds)).toEqual([['file_list'], ['analyse_file']]);
    expect(listed.text).toContain('rows: 12');
  });

  test('what it was told of the user, it finds again', () => {
    expect(talk('remember that I hate early flights').rounds).toEqual([
      [{ name: 'memory_write', input: { name: 'about-me', text: 'I hate early flights', mode: 'append' } }],
    ]);
    const memory_search = () => ({ memories: [{ name: 'about-me', excerpt: 'I hate early flights' }] });
    expect(talk('what do you remember about my flights?', { tools: { memory_search } }).text).toContain(
      'early flights',
    );
  });
});

describe('in the journal', () => {
  const journal = { profile: { journal: true }, tools: { contact_find } };
  test('people are found first, then everything is kept with whom it is about', () => {
    const { rounds, text } = talk('Had dinner with Mei and Omar yesterday, Mei moved to Oslo', journal);
    expect(names(rounds)).toEqual([
      ['contact_find', 'contact_find'],
      ['contact_update', 'interaction_log', 'interaction_log', 'journal_concerns'],
    ]);
    expect(rounds[1]?.map(({ input }) => input.contactId ?? input.contactIds)).toEqual([
      'c-mei',
      'c-mei',
      'c-omar',
      ['c-mei', 'c-omar'],
    ]);
    expect(text).toMatch(/about \*\*Mei Lin\*\*[\s\S]*about \*\*Omar Haddad\*\*/);
  });

  test.each([
    ['Met Zed today', /nobody by the name of “Zed”/],
    ['Met Ana today', /Several people answer to “Ana”: Ana Costa, Ana Prado/],
    ['She moved to Oslo', /could not tell whom/],
    ['跟阿强吃了饭', /不认识叫「阿强」/],
  ])('it asks rather than guess: %s', (said, asks) => {
    const { rounds, text } = talk(said, journal);
    expect(names(rounds).flat()).not.toContain('interaction_log');
    expect(text).toMatch(asks);
  });

  test('who is where', () => {
    expect(talk('Who do I know in Porto?', journal).text).toContain('Mei Lin (Porto)');
    expect(talk('和小美喝了咖啡，她搬到上海了', journal).rounds[1]?.[0]?.input).toMatchObject({
      contactId: 'c-xm',
    });
  });
});

test.each([
  [
    'Lunch with Mei',
    [{ tool: 'interaction_log', decision: 'approved', status: 'done', result: {} }],
    /^Done: the entry in the timeline\.$/,
  ],
  ['和小美吃饭', [{ tool: 'contact_update', decision: 'rejected', reason: 'no' }], /^没有动：资料改动。$/],
  [
    'Hi',
    [{ tool: 'note_add', decision: 'approved', status: 'failed', message: 'x' }],
    /^It did not work: the note\.$/,
  ],
])('decisions are answered in a sentence: %s', (before, decisions, sentence) => {
  const { rounds, text } = talk(`[FriendsAI] ${JSON.stringify({ decisions })}`, {
    earlier: [{ role: 'user', text: before }],
  });
  expect(rounds).toEqual([]);
  expect(text).toMatch(sentence);
});
