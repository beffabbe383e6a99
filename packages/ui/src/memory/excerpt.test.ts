import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutAtWords, plainLine } from './excerpt.ts';

test('what was looked for is every second part, whatever its case', () => {
  expect(cutAtWords('Tea in the morning, no tea at night', 'TEA')).toEqual([
    '',
    'Tea',
    ' in the morning, no ',
    'tea',
    ' at night',
  ]);
  expect(cutAtWords('妈妈不吃香菜', '香菜 妈妈')).toEqual(['', '妈妈', '不吃', '香菜', '']);
  expect(cutAtWords('nothing here', 'tea')).toEqual(['nothing here']);
  expect(cutAtWords('nothing asked', '  ')).toEqual(['nothing asked']);
});

test('a long word is not cut in two by a short one', () => {
  expect(cutAtWords('the teapot', 'tea teapot')).toEqual(['the ', 'teapot', '']);
});

test('no query breaks it, and the parts are always the whole', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (excerpt, query) => {
      expect(cutAtWords(excerpt, query).join('')).toBe(excerpt);
    }),
  );
});

test('one line of Markdown reads as words', () => {
  expect(
    plainLine('# House rules\n\n- **No** calls after `nine`\n- see [the list](https://example.com)'),
  ).toBe('House rules No calls after nine see the list');
  expect(plainLine('2 * 3 * 4 and a_b_c')).toBe('2 * 3 * 4 and a_b_c');
});
