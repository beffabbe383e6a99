import { en, type ParsedResult, zh } from 'chrono-node';
import {
  addDays,
  addMonths,
  type Day,
  dayOf,
  endOfMonth,
  isDay,
  monthOf,
  type RawDate,
  startOfMonth,
  weekdayOf,
  yearOf,
} from './calendar.ts';
import { chineseDates } from './dates.chinese.ts';
import type { Language } from './language.ts';

/** Which way a date without a year or a week is meant: what happened lies behind, a reminder ahead. */
export type Direction = 'past' | 'future';

/** A date as it stands in a text. `hasYear`: the text names the year itself, or leaves no doubt of it. */
export type FoundDate = { on: Day; index: number; text: string; hasYear: boolean };

const LUNAR = /农历|阴历|旧历|月初[一二三四五六七八九十]|[正腊]月/u;
/** Words that are short for a day or a month, and other words besides ("we sat in the sun"): dates behind such a word only. */
const AMBIGUOUS = /^(?:sun|sat|mon|tue|wed|thu|fri|mar|jan|dec|may|march|now|second)$/;
const TELLING = /\b(?:in|on|by|until|since|next|last|this|early|late|mid|from)[\s-]+$/i;
const PREPOSITION =
  /(?:\b(?:on|by|in|at|around|about|until|till|before|since|from|of|for|during|this|next|last)\s+)+$/i;
const WITH_THE = /(?:\b(?:on|by|in|at|around|until|till|before|from|during|since)\s+)?(?:\bthe\s+)?$/i;

const WEEKDAY = '(monday|tuesday|wednesday|thursday|friday|saturday|sunday)';
/** That day of the week, a week after it comes next. */
function weekAfterNext(today: Day, name: string): Day {
  const weekday = WEEKDAY.slice(1, -1).split('|').indexOf(name.toLowerCase()) + 1;
  return addDays(today, ((weekday - weekdayOf(today) + 7) % 7 || 7) + 7);
}
const COUNTS = ['a', 'two', 'three', 'four', 'five', 'six'];

/** What chrono leaves out of English. */
const ENGLISH: readonly [
  RegExp,
  (
    today: Day,
    match: RegExpMatchArray,
  ) => Day | { month: number; day: number } | { dayOfMonth: number } | null,
][] = [
  [/\b(?:today|tonight|this (?:morning|afternoon|evening|noon)|just now)\b/gi, (today) => today],
  [/\b(?:last night)\b/gi, (today) => addDays(today, -1)],
  [/\b(?:the )?(?:day after tomorrow)\b/gi, (today) => addDays(today, 2)],
  [/\b(?:at )?the end of (?:the|this) month\b/gi, (today) => endOfMonth(today)],
  [/\b(?:at )?the end of next month\b/gi, (today) => endOfMonth(today, 1)],
  [/\b(?:at )?the end of the year\b/gi, (today) => `${yearOf(today)}-12-31`],
  [
    new RegExp(
      `\\b(?:on )?(?:the )?${WEEKDAY}(?: after next| week)\\b|\\ba week (?:from|on) (?:next )?${WEEKDAY}\\b`,
      'gi',
    ),
    (today, match) => weekAfterNext(today, match[1] ?? match[2] ?? ''),
  ],
  [
    /\b(a|two|three|four|five|six) weeks? from (today|now|tomorrow)\b/gi,
    (today, match) =>
      addDays(
        today,
        7 * (COUNTS.indexOf((match[1] ?? '').toLowerCase()) + 1) + (match[2] === 'tomorrow' ? 1 : 0),
      ),
  ],
  [
    /\b(?:on |by )?the (\d{1,2})(?:st|nd|rd|th)? of (this|next) month\b/gi,
    (today, match) => {
      const month = addMonths(startOfMonth(today), match[2] === 'next' ? 1 : 0);
      return dayOf(yearOf(month), monthOf(month), Number(match[1]));
    },
  ],
  [/\bin a fortnight\b/gi, (today) => addDays(today, 14)],
  [/\b(?:on |at |by )?(?:christmas eve)\b/gi, () => ({ month: 12, day: 24 })],
  [/\b(?:on |at |by )?christmas(?: day)?\b/gi, () => ({ month: 12, day: 25 })],
  [/\b(?:on |at |by )?new year['’]s eve\b/gi, () => ({ month: 12, day: 31 })],
  [/\b(?:on |at |by )?(?:valentine['’]s day)\b/gi, () => ({ month: 2, day: 14 })],
  [
    /\b(?:on|by|until) the (\d{1,2})(?:st|nd|rd|th)\b(?! of)/gi,
    (_today, match) => ({ dayOfMonth: Number(match[1]) }),
  ],
];

function englishDates(text: string, today: Day): RawDate[] {
  return ENGLISH.flatMap(([pattern, read]) =>
    [...text.matchAll(pattern)].flatMap((match): RawDate[] => {
      const on = read(today, match);
      if (on === null) return [];
      const place = { index: match.index, text: match[0] };
      return [typeof on === 'string' ? { ...place, on } : { ...place, ...on }];
    }),
  );
}

/** What chrono found, as far as it is sure of it: a time of day alone is no date. */
function rawOf({ index, text, start }: ParsedResult): RawDate | null {
  const place = { index, text: text.replace(/[\s,，]+$/u, '') };
  const [year, month, day] = [start.get('year'), start.get('month'), start.get('day')];
  const knows = (part: 'year' | 'month' | 'day' | 'weekday') => start.isCertain(part);
  if (year === null || month === null || day === null) return null;
  // "In two months" is two months from today, not from the first.
  if (/^(?:in|within)\b|\b(?:from (?:now|today)|later)$/i.test(place.text) && !knows('day')) {
    const on = dayOf(year, month, day);
    return on === null ? null : { ...place, on };
  }
  if (knows('year')) {
    const on = dayOf(year, knows('month') ? month : 1, knows('day') ? day : 1);
    return on === null ? null : { ...place, on };
  }
  if (knows('month')) return { ...place, month, day: knows('day') ? day : 1 };
  if (!knows('weekday')) return null;
  const on = dayOf(year, month, day);
  if (on === null) return null;
  // "Last Friday" and "next Friday" say which they mean.
  return /\b(?:last|past|next)\b|上|下/i.test(text)
    ? { ...place, on }
    : { ...place, weekday: start.get('weekday') || 7 };
}

/** Which day is meant. One of a month or a week lies on the wanted side of today; today itself would be called so. */
function settle(found: RawDate, today: Day, direction: Direction): Day | null {
  if ('on' in found) return found.on;
  if ('weekday' in found) {
    const ahead = (found.weekday - weekdayOf(today) + 7) % 7;
    return addDays(today, direction === 'future' ? ahead || 7 : ahead - 7);
  }
  const near = [-5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5];
  const candidates = near
    .map((step) => {
      if ('month' in found) return dayOf(yearOf(today) + step, found.month, found.day);
      const month = addMonths(startOfMonth(today), step);
      return dayOf(yearOf(month), monthOf(month), found.dayOfMonth);
    })
    .filter((day) => day !== null);
  return (
    (direction === 'future'
      ? candidates.find((day) => day >= today)
      : candidates.findLast((day) => day <= today)) ?? null
  );
}

/** The dates in a text, in its order; each with the preposition that leads to it. @param today the day on which it is said. */
export function datesIn(text: string, language: Language, today: Day, direction: Direction): FoundDate[] {
  if (!isDay(today)) return [];
  // No calendar here knows the moon's months: who hears of one asks for the day.
  if (LUNAR.test(text)) return [];
  const reference = { instant: new Date(`${today}T12:00:00Z`), timezone: 0 };
  const own = language === 'zh' ? chineseDates(text, today) : englishDates(text, today);
  const parse = language === 'zh' ? zh.hans.parse : en.parse;
  const chronos = parse(text, reference, {})
    .filter((result) => !AMBIGUOUS.test(result.text) || TELLING.test(text.slice(0, result.index)))
    .flatMap((result) => rawOf(result) ?? []);
  const taken: RawDate[] = [];
  for (const found of [...own, ...chronos]) {
    const overlaps = taken.some(
      (other) =>
        found.index < other.index + other.text.length && other.index < found.index + found.text.length,
    );
    if (!overlaps) taken.push(found);
  }
  return taken
    .sort((a, b) => a.index - b.index)
    .flatMap((found) => {
      const before = text.slice(0, found.index);
      const lead = language === 'en' ? ((PREPOSITION.exec(before) ?? WITH_THE.exec(before))?.[0] ?? '') : '';
      const isLast = /\blast\b/i.test(lead);
      const on = settle(found, today, isLast ? 'past' : /\bnext\b/i.test(lead) ? 'future' : direction);
      if (on === null) return [];
      return [{ on, index: found.index - lead.length, text: `${lead}${found.text}`, hasYear: 'on' in found }];
    });
}

const UNIT = '(?:fortnight|day|week|month|year|(?:mon|tues|wednes|thurs|fri|satur|sun)day)s?';
/** What of a day is left over, up to a date that was found; and behind one. Who finds such has not read the whole of it. */
const LEFT_BEFORE = {
  en: new RegExp(
    `\\b(?:(?:first|second|third|fourth|fifth|last|other|early|mid|late|start|beginning|middle)[\\s-]+(?:(?:in|of|on)\\s+)?(?:the\\s+)?$|${UNIT}\\s+(?:(?:from|after|before|of)\\s+)?$)`,
    'i',
  ),
  zh: /(?:第[一二三四五两]个?|最后一?个?|大|[零一二两三四五六七八九十]+个?)$/u,
};
const LEFT_BEHIND = {
  en: /^\s*(?:and a half\b|the \d{1,2}(?:st|nd|rd|th)?\b|(?:after )?next\b|of (?:the|next|this|that) (?:week|month|year)\b|in (?:a |the )?(?:week|month|year)s?\b)/i,
  zh: /^(?:的?(?:第|最后)[一二三四五两]?个?|[上中下]旬|半(?=[年月后个])|.{0,2}(?:中秋|端午|元宵|重阳|除夕))/u,
};
const TAKEN_BACK = {
  en: /\b(?:no,? wait|wait,? no|scratch that|or rather|i mean|make that)\b|[,;–—]\s*(?:no|sorry|oops)\b/i,
  zh: /不对(?!劲)|说错|哦不|不不/u,
};

/** The dates, if they are all that the text says of its day: else none, so that the day is asked for. */
export function sureDates(text: string, dates: readonly FoundDate[], language: Language): FoundDate[] {
  if (dates.length > 0 && TAKEN_BACK[language].test(text)) return [];
  const isLeft = dates.some(({ on, index, text: found }, place) => {
    // "From" leads to the date, and to what stands before it as well.
    const lead = language === 'en' ? (/^(?:from|after|before|of)\s+/i.exec(found)?.[0] ?? '') : '';
    const [before, behind] = [text.slice(0, index) + lead, text.slice(index + found.length)];
    const next = dates[place + 1];
    const between = next === undefined ? '' : text.slice(index + found.length, next.index);
    const isNamedTwice = next !== undefined && weekdayOf(on) === weekdayOf(next.on) && on > next.on;
    // "Next week Friday", 两周后的周五: one day, and neither of the two; of "Friday or Saturday" no one is meant.
    const isOfNext =
      next !== undefined &&
      next.on !== on &&
      /^[\s,，、]*(?:的|and|or|和|跟|或者?|还是)?\s*$/u.test(between) &&
      !(isNamedTwice && /^[\s,，]*$/u.test(between));
    const isCounted = /\b(?:days?|weeks?|months?)\s+(?:after|before)\s+(?!tomorrow)/i.test(found);
    return isCounted || isOfNext || LEFT_BEFORE[language].test(before) || LEFT_BEHIND[language].test(behind);
  });
  return isLeft ? [] : [...dates];
}

/** A text without the dates in it, its punctuation and spaces put right. */
export function withoutDates(text: string, dates: readonly FoundDate[]): string {
  return dates
    .reduceRight(
      (rest, { index, text: found }) => rest.slice(0, index) + rest.slice(index + found.length),
      text,
    )
    .replace(/\s{2,}/g, ' ')
    .replace(/\s+([,，.。;；])/g, '$1')
    .trim();
}
