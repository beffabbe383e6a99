import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayOf, nextMonday, plusDays } from './days.ts';

test.each([
  ['2026-11-24', 'a Tuesday', '2026-11-30'],
  ['2026-11-29', 'a Sunday', '2026-11-30'],
  ['2026-11-23', 'a Monday', '2026-11-30'],
])('next week begins on a Monday: from %s, %s', (today, _, monday) => expect(nextMonday(today)).toBe(monday));

test('days are reckoned over months, years and the last of February', () => {
  expect(plusDays('2026-12-31', 1)).toBe('2027-01-01');
  expect(plusDays('2028-02-28', 1)).toBe('2028-02-29');
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: -400, max: 400 }), (start, days) => {
      const day = plusDays('2000-01-01', start);
      expect(plusDays(plusDays(day, days), -days)).toBe(day);
    }),
  );
});

test("a day is the person's own", () => {
  expect(dayOf(new Date(2026, 0, 3, 23, 59))).toBe('2026-01-03');
  expect(dayOf(new Date(2026, 11, 31, 0, 1))).toBe('2026-12-31');
});
