import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, isDay } from './calendar.ts';
import { datesIn, withoutDates } from './dates.ts';

/** Monday. */
const TODAY = '2026-11-23';

describe('each date, ahead and behind', () => {
  test.each([
    ['in March', '2027-03-01', '2026-03-01'],
    ['by Friday', '2026-11-27', '2026-11-20'],
    ['on Monday', '2026-11-30', '2026-11-16'],
    ['last Wednesday', '2026-11-18', '2026-11-18'],
    ['on May 4th', '2027-05-04', '2026-05-04'],
    ['4 May 1988', '1988-05-04', '1988-05-04'],
    ['the day after tomorrow', '2026-11-25', '2026-11-25'],
    ['two weeks ago', '2026-11-09', '2026-11-09'],
    ['at the end of the month', '2026-11-30', '2026-11-30'],
    ['on the 5th', '2026-12-05', '2026-11-05'],
    ['at Christmas', '2026-12-25', '2025-12-25'],
    ['next month', '2026-12-01', '2026-12-01'],
    ['in two months', '2027-01-23', '2027-01-23'],
    ['in half a year', '2027-05-23', '2027-05-23'],
    ['on the 3rd of next month', '2026-12-03', '2026-12-03'],
    ['the Friday after next', '2026-12-04', '2026-12-04'],
    ['a week from Friday', '2026-12-04', '2026-12-04'],
    ['two weeks from tomorrow', '2026-12-08', '2026-12-08'],
    ['last night', '2026-11-22', '2026-11-22'],
    ['in may', '2027-05-01', '2026-05-01'],
  ])('%s', (words, ahead, behind) => {
    expect(datesIn(`so ${words}, yes`, 'en', TODAY, 'future').map(({ on }) => on)).toEqual([ahead]);
    expect(datesIn(`so ${words}, yes`, 'en', TODAY, 'past').map(({ on }) => on)).toEqual([behind]);
  });

  test.each([
    ['三月', '2027-03-01', '2026-03-01'],
    ['明年三月', '2027-03-01', '2027-03-01'],
    ['上周三', '2026-11-18', '2026-11-18'],
    ['下周五', '2026-12-04', '2026-12-04'],
    ['周五', '2026-11-27', '2026-11-20'],
    ['大后天', '2026-11-26', '2026-11-26'],
    ['十二月二十五号', '2026-12-25', '2025-12-25'],
    ['去年10月1日', '2025-10-01', '2025-10-01'],
    ['两个星期后', '2026-12-07', '2026-12-07'],
    ['三个月后', '2027-02-23', '2027-02-23'],
    ['下个月五号', '2026-12-05', '2026-12-05'],
    ['下下周五', '2026-12-11', '2026-12-11'],
    ['下下个月', '2027-01-01', '2027-01-01'],
    ['下下个月三号', '2027-01-03', '2027-01-03'],
    ['一个半月后', '2027-01-07', '2027-01-07'],
    ['五月初', '2027-05-01', '2026-05-01'],
    ['月底', '2026-11-30', '2026-11-30'],
    ['5号', '2026-12-05', '2026-11-05'],
    ['国庆节', '2027-10-01', '2026-10-01'],
    ['礼拜天', '2026-11-29', '2026-11-22'],
    ['2020-03-04', '2020-03-04', '2020-03-04'],
  ])('%s', (words, ahead, behind) => {
    expect(datesIn(`她${words}来`, 'zh', TODAY, 'future').map(({ on }) => on)).toEqual([ahead]);
    expect(datesIn(`她${words}来`, 'zh', TODAY, 'past').map(({ on }) => on)).toEqual([behind]);
  });
});

test.each([
  ['we sat in the sun', 'en'],
  ['she may call', 'en'],
  ['at five', 'en'],
  ['come now', 'en'],
  ['三个孩子', 'zh'],
  ['第一名', 'zh'],
  ['13月', 'zh'],
  ['农历八月十五', 'zh'],
  ['五月初三', 'zh'],
] as const)('no date: %s', (words, language) => {
  expect(datesIn(words, language, TODAY, 'future')).toEqual([]);
});

test('a date goes with what leads to it', () => {
  const text = 'send it by Friday, please';
  expect(withoutDates(text, datesIn(text, 'en', TODAY, 'future'))).toBe('send it, please');
});

test('a date that is found is a day, where it is said to be; ahead is never behind', () => {
  const today = fc.integer({ min: 0, max: 4000 }).map((days) => addDays('2024-01-01', days));
  const word = fc.constantFrom(
    'in March',
    'on Sunday',
    '周三',
    '二月',
    '31号',
    'Feb 29',
    '二月二十九号',
    'on the 31st',
    '月底',
    ' and ',
    '，',
  );
  fc.assert(
    fc.property(
      today,
      fc.array(word, { maxLength: 4 }),
      fc.constantFrom('en', 'zh'),
      (day, words, language) => {
        const text = words.join(' ');
        for (const direction of ['future', 'past'] as const) {
          for (const { on, index, text: found } of datesIn(text, language, day, direction)) {
            expect(isDay(on)).toBe(true);
            expect(text.slice(index, index + found.length)).toBe(found);
            if (!found.includes('月底')) expect(direction === 'future' ? on >= day : on <= day).toBe(true);
          }
        }
      },
    ),
  );
});
