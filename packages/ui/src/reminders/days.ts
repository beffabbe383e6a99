const DAY_MS = 24 * 60 * 60 * 1000;

/** A day as it stands in the API, `YYYY-MM-DD`, of a moment where the person is. */
export function dayOf(moment: Date): string {
  const two = (value: number) => `${value}`.padStart(2, '0');
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}

// A day is no moment: it is reckoned with at UTC, so that no summer time moves it.
const atUtc = (day: string) => new Date(`${day}T00:00:00Z`);

/** The day that is so many days later. */
export const plusDays = (day: string, days: number): string =>
  new Date(atUtc(day).getTime() + days * DAY_MS).toISOString().slice(0, 10);

/** The Monday after this week. */
export const nextMonday = (today: string): string =>
  plusDays(today, 7 - ((atUtc(today).getUTCDay() + 6) % 7));
