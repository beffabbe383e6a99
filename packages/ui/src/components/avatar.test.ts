import { expect, test } from 'vitest';
import { initialsOf } from './avatar.tsx';

test.each([
  ['王小美', '美'],
  ['孙奶奶', '奶'],
  ['Mei Lin', 'ML'],
  ['Sofía Martínez', 'SM'],
  ['wei', 'W'],
  ['محمد', 'م'],
  ['👩‍👩‍👧‍👦 Kim', 'K'],
  ['👩‍👩‍👧‍👦', '👩‍👩‍👧‍👦'],
  ['  ', '?'],
  ['李明 (work)', '明'],
])('%s is %s', (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});
