import {
  addDays,
  addMonths,
  type Day,
  dayOf,
  endOfMonth,
  monthOf,
  type RawDate,
  startOfMonth,
  weekdayOf,
  yearOf,
} from './calendar.ts';

const DIGITS = '零一二三四五六七八九';
const NUMBER = '[0-9〇零一二两三四五六七八九十]{1,4}';

/** A small number in digits or Chinese; NaN when it is none. */
function numberOf(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  const plain = text.replaceAll('两', '二').replaceAll('〇', '零');
  const [tens, ones] = plain.includes('十') ? plain.split('十') : ['', plain];
  const digit = (sign: string | undefined, none: number) => (sign ? DIGITS.indexOf(sign) : none);
  return plain.includes('十') ? digit(tens, 1) * 10 + digit(ones, 0) : DIGITS.indexOf(plain);
}

const YEARS = new Map([
  ['前年', -2],
  ['去年', -1],
  ['今年', 0],
  ['明年', 1],
  ['后年', 2],
]);
const MONTHS = new Map([
  ['上', -1],
  ['这', 0],
  ['本', 0],
  ['下', 1],
]);

/** How many months or weeks away: 下下 is the one after next. */
const stepsOf = (which: string): number => (MONTHS.get(which.slice(0, 1)) ?? 0) * which.length;

type Meaning = Day | { month: number; day: number } | { weekday: number } | { dayOfMonth: number } | null;
type Rule = [RegExp, (today: Day, groups: Record<string, string | undefined>) => Meaning];

const HOLIDAYS = new Map([
  ['元旦', { month: 1, day: 1 }],
  ['情人节', { month: 2, day: 14 }],
  ['妇女节', { month: 3, day: 8 }],
  ['劳动节', { month: 5, day: 1 }],
  ['儿童节', { month: 6, day: 1 }],
  ['教师节', { month: 9, day: 10 }],
  ['国庆节', { month: 10, day: 1 }],
  ['国庆', { month: 10, day: 1 }],
  ['平安夜', { month: 12, day: 24 }],
  ['圣诞节', { month: 12, day: 25 }],
  ['圣诞', { month: 12, day: 25 }],
]);

/** What chrono leaves out of Chinese: years by name, months without a day, weeks, ends of months. The longest come first. */
const RULES: readonly Rule[] = [
  [
    new RegExp(
      `(?:(?<year>前年|去年|今年|明年|后年|[0-9]{4}年)的?)?(?<!\\p{Script=Han}个)(?<month>${NUMBER})月(?:份|初)?(?:(?<day>${NUMBER})[号日]?)?(?!个)`,
      'gu',
    ),
    (today, { year, month = '', day }) => {
      const [monthNumber, dayNumber] = [numberOf(month), day === undefined ? 1 : numberOf(day)];
      if (!year) {
        return dayOf(2024, monthNumber, dayNumber) && { month: monthNumber, day: dayNumber };
      }
      const shift = YEARS.get(year);
      return dayOf(
        shift === undefined ? Number.parseInt(year, 10) : yearOf(today) + shift,
        monthNumber,
        dayNumber,
      );
    },
  ],
  [
    new RegExp(`(?<which>上+|下+|[这本])个?月(?<day>${NUMBER})[号日]`, 'gu'),
    (today, { which = '', day = '' }) => {
      const start = addMonths(startOfMonth(today), stepsOf(which));
      return dayOf(yearOf(start), monthOf(start), numberOf(day));
    },
  ],
  [/(?<which>上+|下+|[这本])?个?月[底末]/gu, (today, { which = '这' }) => endOfMonth(today, stepsOf(which))],
  [
    /(?<which>上+|下+)个?月(?:初)?/gu,
    (today, { which = '' }) => addMonths(startOfMonth(today), stepsOf(which)),
  ],
  [
    /(?<which>[上这本下])?(?:个?(?:周|星期|礼拜))?周末/gu,
    (today, { which }) =>
      which === '上' || which === '下'
        ? addDays(today, 6 - weekdayOf(today) + 7 * stepsOf(which))
        : { weekday: 6 },
  ],
  [
    /(?<which>上+|下+)个?(?:周|星期|礼拜)(?<day>[一二三四五六日天])/gu,
    (today, { which = '', day = '' }) =>
      addDays(
        today,
        '一二三四五六日'.indexOf(day.replace('天', '日')) + 1 - weekdayOf(today) + 7 * stepsOf(which),
      ),
  ],
  [/(?<which>上+|下+)个?(?:周|星期|礼拜)/gu, (today, { which = '' }) => addDays(today, 7 * stepsOf(which))],
  [
    /[这本]?个?(?:周|星期|礼拜)(?<day>[一二三四五六日天])/gu,
    (_today, { day = '' }) => ({ weekday: '一二三四五六日'.indexOf(day.replace('天', '日')) + 1 }),
  ],
  [
    new RegExp(`(?<count>${NUMBER})个半月(?:之?后|以后)`, 'gu'),
    (today, { count = '' }) => addDays(addMonths(today, numberOf(count)), 15),
  ],
  [
    new RegExp(
      `(?<!个)(?<count>${NUMBER}|半)个?(?<unit>天|日|周|星期|礼拜|月|年)(?<way>之?[后前]|以[后前])`,
      'gu',
    ),
    (today, { count = '', unit = '', way = '' }) => {
      const number = count === '半' ? 0.5 : numberOf(count);
      const sign = way.includes('前') ? -1 : 1;
      if (number < 0) return null;
      if (unit === '年') return addMonths(today, sign * number * 12);
      if (unit === '月') return number < 1 ? addDays(today, sign * 15) : addMonths(today, sign * number);
      return number < 1 ? null : addDays(today, sign * number * (/[天日]/.test(unit) ? 1 : 7));
    },
  ],
  [/(?<name>年底|年末)/gu, (today) => `${yearOf(today)}-12-31`],
  [
    /(?<name>明年|后年)(?!\p{Script=Han}*生日)/gu,
    (today, { name = '' }) => `${yearOf(today) + (YEARS.get(name) ?? 0)}-01-01`,
  ],
  [
    /(?<name>大后天|大前天|前天|昨天|昨晚|昨日|今天|今晚|今早|今日|今儿|刚才|明天|明早|明晚|明日|后天)/gu,
    (today, { name = '' }) => addDays(today, shiftOf(name)),
  ],
  [
    new RegExp(`(?<name>${[...HOLIDAYS.keys()].join('|')})`, 'gu'),
    (_today, { name = '' }) => HOLIDAYS.get(name) ?? null,
  ],
  [
    new RegExp(`(?<![月\\d.])(?<day>${NUMBER})[号](?![线楼院店门])`, 'gu'),
    (_today, { day = '' }) => ({ dayOfMonth: numberOf(day) }),
  ],
];

const SHIFTS = new Map([
  ['大后', 3],
  ['大前', -3],
  ['前天', -2],
  ['后天', 2],
]);
function shiftOf(name: string): number {
  const exact = SHIFTS.get(name.slice(0, 2));
  if (exact !== undefined) return exact;
  return name.startsWith('昨') ? -1 : name.startsWith('明') ? 1 : 0;
}

export function chineseDates(text: string, today: Day): RawDate[] {
  return RULES.flatMap(([pattern, read]) =>
    [...text.matchAll(pattern)].flatMap((match): RawDate[] => {
      const meaning = read(today, match.groups ?? {});
      if (meaning === null) return [];
      const place = { index: match.index, text: match[0] };
      return [typeof meaning === 'string' ? { ...place, on: meaning } : { ...place, ...meaning }];
    }),
  );
}
