import { type Card, FriendsError, type ReminderId } from '@friendsai/schema';
import type { TakenBack } from './tool.ts';

/** Takes back what was done to a card's reminder. Errors: UNDO_CONFLICT when it is not any more what it was made. */
export async function takeBackReminder(
  card: Card,
  restore: (id: ReminderId) => Promise<unknown>,
): Promise<TakenBack> {
  if (card.kind !== 'reminder') throw new FriendsError('INTERNAL');
  await restore(card.reminderId).catch((error: unknown) => {
    throw error instanceof FriendsError && error.code === 'NOT_FOUND'
      ? new FriendsError('UNDO_CONFLICT', { cause: error })
      : error;
  });
  return { card, undone: true };
}
