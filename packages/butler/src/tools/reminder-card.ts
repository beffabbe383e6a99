import { type Card, FriendsError, type ReminderId } from '@friendsai/schema';
import type { TakenBack } from './tool.ts';

/** Takes back what was done to a card's reminder. */
export async function takeBackReminder(
  card: Card,
  restore: (id: ReminderId) => Promise<unknown>,
): Promise<TakenBack> {
  if (card.kind !== 'reminder') throw new FriendsError('INTERNAL');
  await restore(card.reminderId);
  return { card, undone: true };
}
