import { expect, test } from 'vitest';
import { deedOf, doerOf } from './deeds.ts';

test('an action of the trail has its words, and one that nobody foresaw says so', () => {
  expect(deedOf('account.signed-in')).toBe('account_signed_in');
  expect(deedOf('run.cancel-requested')).toBe('run_cancel_requested');
  expect(deedOf('moon.landed')).toBeNull();
  expect(deedOf('constructor')).toBeNull();
});

test('who did it', () => {
  expect(doerOf('user:0199')).toBe('you');
  expect(doerOf('butler')).toBe('butler');
  expect(doerOf('sweep')).toBe('server');
});
