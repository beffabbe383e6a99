const DAY_MS = 24 * 60 * 60 * 1000;

const startOfDay = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();

const sentenceCase = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** A day as people say it: 今天, 昨天, 周三; Today, Yesterday, Wednesday; further off with its date. */
export function dayLabel(date: Date, now: Date, locale: string): string {
  const days = Math.round((startOfDay(now) - startOfDay(date)) / DAY_MS);
  if (days === 0 || days === 1) {
    return sentenceCase(new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(-days, 'day'));
  }
  if (days > 1 && days < 7) return new Intl.DateTimeFormat(locale, { weekday: 'long' }).format(date);
  const sameYear = date.getFullYear() === now.getFullYear();
  return new Intl.DateTimeFormat(locale, {
    month: 'long',
    day: 'numeric',
    weekday: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
  }).format(date);
}

/** The hour and minute, or for a list a short day when it was not today. */
export function timeLabel(date: Date, now: Date, locale: string): string {
  const days = Math.round((startOfDay(now) - startOfDay(date)) / DAY_MS);
  if (days === 0)
    return new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(
      date,
    );
  if (days === 1)
    return sentenceCase(new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(-1, 'day'));
  if (days > 1 && days < 7) return new Intl.DateTimeFormat(locale, { weekday: 'short' }).format(date);
  return new Intl.DateTimeFormat(locale, { month: 'numeric', day: 'numeric' }).format(date);
}

/** Monday of the week that a day lies in. */
const startOfWeek = (date: Date) => {
  const day = new Date(date.getFullYear(), date.getMonth(), date.getDate());
  day.setDate(day.getDate() - ((day.getDay() + 6) % 7));
  return day;
};

const daysBetween = (from: Date, to: Date) => Math.round((startOfDay(to) - startOfDay(from)) / DAY_MS);

/** What people call the weeks beside their own; Intl has no words for it. */
const WEEKS = { zh: { '-1': '上', 0: '', 1: '下' }, en: { '-1': 'last ', 0: '', 1: 'next ' } } as const;

/**
 * A day of the calendar as people say it, before or after now: 明天 · 后天 · 周五 · 下周三, tomorrow · Fri · next Wed; each with
 * its date, unless it is within two days. Further off the date alone says it.
 *
 * @param day `YYYY-MM-DD`, the same day wherever one is.
 */
export function dayWords(day: string, now: Date, locale: string): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const when = new Date(year, month - 1, date);
  const chinese = locale.startsWith('zh');
  const days = daysBetween(now, when);
  if (Math.abs(days) <= 1 || (chinese && Math.abs(days) === 2))
    return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(days, 'day');
  const weeks = Math.round(daysBetween(startOfWeek(now), startOfWeek(when)) / 7);
  const dateWords = new Intl.DateTimeFormat(locale, {
    month: chinese ? 'long' : 'short',
    day: 'numeric',
    ...(year === now.getFullYear() ? {} : { year: 'numeric' }),
  }).format(when);
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'short' }).format(when);
  if (weeks !== 0 && weeks !== 1 && weeks !== -1) {
    return days > 0 && days < 45 ? `${dateWords} ${weekday}` : dateWords;
  }
  return `${WEEKS[chinese ? 'zh' : 'en'][weeks]}${weekday} · ${dateWords}`;
}

/** A birthday as people say it, with the year when it is known. `birthday`: `YYYY-MM-DD` or `--MM-DD`. */
export function birthdayWords(birthday: string, locale: string): string {
  const hasYear = !birthday.startsWith('-');
  // Read as a day and not as a moment, so that no time zone moves it.
  const date = new Date(`${hasYear ? birthday : `2024${birthday.slice(1)}`}T00:00:00Z`);
  const day = { month: 'long', day: 'numeric', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(locale, hasYear ? { ...day, year: 'numeric' } : day).format(date);
}
