import { expect, test } from 'vitest';
import { indexLetterOf, likePatternOf, searchTextOf, sortKeyOf } from './sort-key.ts';

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
    expect(words).toContain(likePatternOf(query).slice(1, -1));
  },
);

test('a percent sign in a query is a percent sign', () => {
  expect(likePatternOf('50%_\\')).toBe('%50\\%\\_\\\\%');
});
