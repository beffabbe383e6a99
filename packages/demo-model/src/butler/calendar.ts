/** A day, `YYYY-MM-DD`. Such texts sort as the days do. */
export type Day = string;

/** What a parser found, before it is known which way it is meant. `month` alone means its first. */
export type RawDate = { index: number; text: string } & (
  | { on: Day }
  | { month: number; day: number }
  | { weekday: number }
  | { dayOfMonth: number }
);

const pad = (number: number, length: number) => String(number).padStart(length, '0');

/** The day of these numbers, or null when there is none (the 31st of June). */
export function dayOf(year: number, month: number, day: number): Day | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  const isReal = year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal ? `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}` : null;
}

export const isDay = (text: string): boolean => {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && dayOf(year, month, day) === text;
};

const dateOf = (day: Day) => new Date(`${day}T12:00:00Z`);
const format = (date: Date): Day => date.toISOString().slice(0, 10);

export const yearOf = (day: Day): number => dateOf(day).getUTCFullYear();
export const monthOf = (day: Day): number => dateOf(day).getUTCMonth() + 1;

export function addDays(day: Day, days: number): Day {
  const date = dateOf(day);
  date.setUTCDate(date.getUTCDate() + days);
  return format(date);
}

/** The same day of another month, or that month's last when it has no such day. */
export function addMonths(day: Day, months: number): Day {
  const date = dateOf(day);
  const wanted = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(wanted, last));
  return format(date);
}

/** The last day of the month, so many months after that of `day`. */
export const endOfMonth = (day: Day, months = 0): Day =>
  addDays(addMonths(startOfMonth(day), months + 1), -1);
export const startOfMonth = (day: Day): Day => `${day.slice(0, 8)}01`;

/** Monday is 1, Sunday 7. */
export const weekdayOf = (day: Day): number => dateOf(day).getUTCDay() || 7;
