import { expect, test } from 'vitest';
import { dayWords } from './dates.ts';

/** A Tuesday. */
const now = new Date(2026, 10, 24, 21, 30);

test.each([
  ['2026-11-24', '今天', 'today'],
  ['2026-11-25', '明天', 'tomorrow'],
  ['2026-11-23', '昨天', 'yesterday'],
  ['2026-11-26', '后天', 'Thu · 26 Nov'],
  ['2026-11-29', '周日 · 11月29日', 'Sun · 29 Nov'],
  ['2026-11-30', '下周一 · 11月30日', 'next Mon · 30 Nov'],
  ['2026-12-02', '下周三 · 12月2日', 'next Wed · 2 Dec'],
  ['2026-11-18', '上周三 · 11月18日', 'last Wed · 18 Nov'],
  ['2026-12-10', '12月10日 周四', '10 Dec Thu'],
  ['2027-03-01', '2027年3月1日', '1 Mar 2027'],
  ['2025-03-01', '2025年3月1日', '1 Mar 2025'],
])('%s is %s, %s', (day, chinese, english) => {
  expect(dayWords(day, now, 'zh-CN')).toBe(chinese);
  expect(dayWords(day, now, 'en-GB')).toBe(english);
});

test('a clock that is put forward between two days takes none away', () => {
  // Where there is summer time, this night has 23 hours.
  const evening = new Date(2026, 2, 28, 23, 30);
  expect(dayWords('2026-03-29', evening, 'en-GB')).toBe('tomorrow');
});
