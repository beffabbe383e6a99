import { expect, test } from 'vitest';
import { indexLetterOf, likePatternsOf, searchTextOf, sortKeyOf } from './sort-key.ts';

test.each([
  ['张伟', 'Z'],
  ['单雄信', 'S'],
  ['曾国藩', 'Z'],
  ['Émile Zola', 'E'],
  ['wei', 'W'],
  ['محمد', '#'],
  ['🙂', '#'],
  ['007', '#'],
])('%s stands under %s', (name, letter) => {
  expect(indexLetterOf(name)).toBe(letter);
});

test('Chinese and Latin names share one order', () => {
  const names = ['Zoe', '王芳', 'Bob', '安娜', '李雷'];
  expect(names.sort((a, b) => (sortKeyOf(a) < sortKeyOf(b) ? -1 : 1))).toEqual([
    '安娜',
    'Bob',
    '李雷',
    '王芳',
    'Zoe',
  ]);
});

test.each(['王', '小明', 'wangxiaoming', 'wxm', 'XIAO', '字节'])(
  '王小明 at 字节跳动 is found by %s',
  (query) => {
    const words = searchTextOf('王小明', ['字节跳动', null]);
    for (const pattern of likePatternsOf(query)) expect(words).toContain(pattern.slice(1, -1));
  },
);

test('a percent sign in a query is a percent sign', () => {
  expect(likePatternsOf('50%_\\')).toEqual(['%50\\%\\_\\\\%']);
});

test.each([
  ['林梅', ['上海'], 'lin mei'],
  ['林梅', ['上海'], '林梅 上海'],
  ['Mei Lin', ['Shanghai'], 'Lin Mei'],
  ['Mei Lin', ['Shanghai'], 'mei shanghai'],
])('%s of %s is found by %s: each word by itself, in any order', (name, fields, query) => {
  const words = searchTextOf(name, fields);
  expect(likePatternsOf(query)).toHaveLength(2);
  for (const pattern of likePatternsOf(query)) expect(words).toContain(pattern.slice(1, -1));
});

test('what is no word asks for nothing', () => {
  expect(likePatternsOf(' \0 \n')).toEqual([]);
});
