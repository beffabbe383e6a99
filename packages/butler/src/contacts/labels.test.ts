import { expect, test } from 'vitest';
import { fieldOf, labelKeyOf } from './labels.ts';

test.each([
  ['allergies', '过敏'],
  ['Likes', '喜欢'],
  ['promised', '承诺'],
  ['daughter', '女儿'],
  ['E-mail', '邮箱'],
  ['Lives in', '所在地'],
  ['job_title', '职位'],
])('%s and %s are one label, and hold one value', (one, other) => {
  expect(labelKeyOf(one)).toBe(labelKeyOf(other));
});

test('what nobody foresaw is a label of its own, and none of the profile’s fields', () => {
  expect(labelKeyOf(' Favourite  Tea')).toBe('favourite tea');
  expect(fieldOf('allergies')).toBeNull();
  expect(labelKeyOf('likes')).not.toBe(labelKeyOf('dislikes'));
});
