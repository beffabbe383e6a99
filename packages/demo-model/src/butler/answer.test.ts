import { describe, expect, test } from 'vitest';
import { answer } from './answer.ts';
import { readContext } from './context.ts';

type Turn = Parameters<typeof readContext>[0][number];
const about = (profile: object): Turn => ({
  role: 'system',
  text: `…\n<contact-profile>\n${JSON.stringify(profile)}\n</contact-profile>`,
});
const user = (text: string): Turn => ({ role: 'user', text });
const butler = (text = 'ok'): Turn => ({ role: 'assistant', text });

function reply(turns: Turn[], toolNames: string[] = []): string {
  const said = answer(readContext(turns), toolNames);
  return 'text' in said ? said.text : `calls ${said.toolCalls.map(({ name }) => name).join(' ')}`;
}
/** The answer to the last of what a user says in a conversation that has long begun. */
const after = (profile: object | null, ...said: string[]): string =>
  reply([
    ...(profile ? [about(profile)] : []),
    ...said.slice(0, -1).flatMap((text) => [user(text), butler()]),
    butler(),
    user(said.at(-1) ?? ''),
  ]);

const INES = {
  name: 'Inês Duarte',
  relation: 'cousin',
  organization: 'Tram 28',
  title: 'driver',
  location: 'Lisbon',
  birthday: '1988-05-04',
  note: 'allergic to walnuts',
};
const UNKNOWN = /I have nothing on that|没有记载/;

describe('what the profile has', () => {
  test.each([
    ['Where does she live?', 'Lisbon'],
    ['她住在哪里？', 'Lisbon'],
    ['which city is she in', 'Lisbon'],
    ['Does Inês live in Lisbon?', 'Lisbon'],
    ['When was she born', '1988-05-04'],
    ['她哪天生日', '1988-05-04'],
    ['Where does she work?', 'Tram 28'],
    ['他在哪家公司上班', 'Tram 28'],
    ['What does she do for a living?', 'driver'],
    ['她是做什么的', 'driver'],
    ['How are we related?', 'cousin'],
    ['她跟我是什么关系', 'cousin'],
    ['Can she eat walnuts?', 'walnuts'],
    ['I forgot when her birthday is', '1988-05-04'],
    ['谢谢！她住哪？', 'Lisbon'],
  ])('%s', (question, fact) => {
    expect(after(INES, question)).toContain(fact);
  });

  test.each(['Who is Inês?', 'What do you know about her?', '介绍一下她'])('all of it: %s', (question) => {
    const said = after(INES, 'She plays the cello', question);
    for (const fact of ['Lisbon', '1988-05-04', 'Tram 28', 'walnuts', 'cello']) expect(said).toContain(fact);
  });

  test.each([
    ['Where does Omar live?', 'Lisbon'],
    ['Where does her daughter live?', 'Lisbon'],
    ['她儿子在哪上班', 'Tram 28'],
    ['Where did we meet?', 'Lisbon'],
    ['我们在哪里认识的？', 'Lisbon'],
    ['When is her sister’s birthday?', '1988'],
  ])('is not told of somebody or something else: %s', (question, fact) => {
    expect(after(INES, question)).not.toContain(fact);
    expect(after(INES, question)).toMatch(UNKNOWN);
  });
});

describe('what was said before', () => {
  test.each([
    ['Her dog is called Biscuit', 'What is the name of her dog?', 'Biscuit'],
    ['他答应月底前还书', '他什么时候还书？', '月底'],
    ['Promised Omar two concert tickets', 'What did I promise Omar?', 'concert tickets'],
    ['Had lunch. She is moving to Porto in spring!', 'Where does she live?', 'Porto'],
    ['她换了工作，去了一家书店', '她在哪上班？', '书店'],
    ['Her son Rui starts school in March', 'when does Rui start school', 'March'],
    ['我答应帮她看稿子', '我答应过她什么', '稿子'],
  ])('%s ← %s', (told, question, fact) => {
    const said = after({ name: '王小美' }, told, 'The weather is nice', question);
    expect(said).toContain(fact);
    expect(said).not.toContain('weather');
  });

  test('what was asked before is no answer', () => {
    expect(after(null, 'Does she like opera?', 'Does she like opera?')).toMatch(UNKNOWN);
  });

  test('what is only near is said to be only near', () => {
    expect(after({ name: 'Mei' }, 'Omar bought a boat', 'When is the wedding of Omar?')).toMatch(
      /On just that I have nothing[\s\S]*boat/,
    );
  });
});

describe('what it does not know or cannot do', () => {
  test.each([
    'What is her shoe size?',
    '她的鞋码是多少？',
    'What is the capital of France?',
    '一加一等于几？',
  ])('%s', (question) => {
    expect(after({ name: 'Mei' }, '她换了手机号码', 'Mei likes tea', question)).toMatch(UNKNOWN);
  });

  test('a field that is empty', () => {
    expect(after({ name: 'Mei' }, 'When is her birthday?')).toContain('no birthday is noted for Mei');
  });

  test.each(['Remind me to call her in June', 'Send Omar a postcard', '请提醒我交房租', '帮我写封感谢信'])(
    'a deed: %s',
    (wish) => {
      expect(after({ name: 'Mei' }, wish)).toMatch(/demo model|演示模型/);
      expect(after({ name: 'Mei' }, wish)).toContain(wish.replace(/^请/, ''));
    },
  );
});

describe('what it is told', () => {
  test.each([
    'Has a dog called Biscuit',
    'Have dinner with her on Friday',
    'When I saw her she looked tired',
    'What a lovely evening',
    '她不知道为什么生气了，但今天来了',
    '谁都喜欢她',
  ])('is noted and not taken for a question: %s', (told) => {
    expect(after({ name: 'Mei' }, told)).toMatch(/^(?:Noted, about \*\*Mei\*\*|记下了。关于\*\*Mei\*\*)/);
    expect(after({ name: 'Mei' }, told)).toContain(told);
  });

  test('of several things each has its answer', () => {
    const said = after(INES, '谢谢，对了她下周回来。她住哪？提醒我去接她');
    for (const part of ['应该的', '她下周回来', 'Lisbon', '办不了']) expect(said).toContain(part);
  });

  test('in the journal no name is made up', () => {
    expect(after({ journal: true }, 'New Year party with everybody')).toBe(
      'Noted: “New Year party with everybody”.',
    );
  });
});

describe('manners', () => {
  test('the first answer says that it is a demo, the next does not, unless asked', () => {
    const first = reply([user('小美爱喝茶')]);
    expect(first).toContain('演示模型');
    expect(reply([user('小美爱喝茶'), butler(first), user('她有一只猫')])).not.toContain('演示');
    expect(after(null, 'Who are you?')).toContain('demo model');
    expect(after(null, '你是真人吗')).toContain('演示模型');
    // A first question that failed, and was never answered.
    expect(reply([user('one'), user('two')])).toContain('demo model');
  });

  test.each([
    ['Hello Wei', 'Good day.'],
    ['晚上好', '您好。'],
    ['Thanks for telling me', 'My pleasure.'],
    ['好的', '好的。'],
    ['', 'I can read words only'],
  ])('%j', (said, polite) => {
    expect(after({ name: 'Mei' }, said)).toContain(polite);
  });

  test('an opening line takes up what was told last, and none is made up', () => {
    expect(after(INES, 'She ran a marathon', 'What should I say to her?')).toMatch(
      /“Inês Duarte, .*ran a marathon/,
    );
    expect(after({ name: '老张' }, '帮我想个开场白')).toContain('没有可以接的话头');
  });

  test.each([
    ['Who is 小美?', /nothing/],
    ['她在Google上班吗', /记载/],
  ])('the language is the one of most words: %s', (asked, said) => {
    expect(after(null, asked)).toMatch(said);
  });
});

describe('the profile tool', () => {
  const asked = user('Where does she live?');
  test('is used when the profile is asked for and not there', () => {
    expect(reply([asked], ['contact_get'])).toBe('calls contact_get');
    expect(reply([asked], [])).toMatch(UNKNOWN);
    expect(reply([about(INES), asked], ['contact_get'])).toContain('Lisbon');
    expect(reply([user('She lives in Porto')], ['contact_get'])).toContain('Noted');
  });

  test('its answer is answered from, and its failure is said', () => {
    const call: Turn = {
      role: 'assistant',
      text: '',
      toolCalls: [{ id: 'c1', name: 'contact_get', arguments: '{}' }],
    };
    const told = (text: string) =>
      reply([asked, call, { role: 'tool', text, answers: 'c1' }], ['contact_get']);
    expect(told(JSON.stringify({ id: 'x', ...INES, archivedAt: null }))).toContain('Lisbon');
    expect(told('{"status":"error","error":"fetch failed"}')).toContain('could not read the profile');
    expect(told('not even JSON')).toContain('could not read the profile');
  });
});
