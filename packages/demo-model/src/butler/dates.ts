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

/** Words that are short for a day or a month, and other words besides ("we sat in the sun"): dates behind such a word only. */
const AMBIGUOUS = /^(?:sun|sat|mon|tue|wed|thu|fri|mar|jan|dec|may|march|now|second)$/;
const TELLING = /\b(?:in|on|by|until|since|next|last|this|early|late|mid|from)[\s-]+$/i;
const PREPOSITION =
  /(?:\b(?:on|by|in|at|around|about|until|till|before|since|from|of|for|during|this|next|last)\s+)+$/i;
const WITH_THE = /(?:\b(?:on|by|in|at|around|until|till|before|from|during|since)\s+)?(?:\bthe\s+)?$/i;

/** What chrono leaves out of English. */
const ENGLISH: readonly [
  RegExp,
  (today: Day, match: RegExpMatchArray) => Day | { month: number; day: number } | { dayOfMonth: number },
][] = [
  [/\b(?:today|tonight|this (?:morning|afternoon|evening|noon)|just now)\b/gi, (today) => today],
  [/\b(?:last night)\b/gi, (today) => addDays(today, -1)],
  [/\b(?:the )?(?:day after tomorrow)\b/gi, (today) => addDays(today, 2)],
  [/\b(?:at )?the end of (?:the|this) month\b/gi, (today) => endOfMonth(today)],
  [/\b(?:at )?the end of next month\b/gi, (today) => endOfMonth(today, 1)],
  [/\b(?:at )?the end of the year\b/gi, (today) => `${yearOf(today)}-12-31`],
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
