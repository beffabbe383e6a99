import type { LiveMessage } from '../live/index.ts';

/** Whether a message is the first of its day, so that the day is said above it. */
export function startsDay(message: LiveMessage, before: LiveMessage | undefined): boolean {
  return before === undefined || new Date(before.at).toDateString() !== new Date(message.at).toDateString();
}
