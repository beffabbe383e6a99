import type { Card, FactId } from '@friendsai/schema';
import { FriendsError } from '@friendsai/schema';
import type { ContactRow } from '../contacts/contact-row.ts';
import { changeFacts, lockContact, type Statement, takeBackFact } from '../contacts/facts.ts';
import { idOf } from './person.ts';
import type { LedgerContext, TakenBack, ToolOutcome } from './tool.ts';

/** What the butler understood is nearly certain: the user said it, but not as a form would have it. */
const CONFIDENCE = 0.9;

/** Writes what was said of a person who is held, and shows it as was → is. */
export async function changeProfile(
  context: LedgerContext,
  contact: ContactRow,
  statements: readonly Statement[],
): Promise<ToolOutcome> {
  const { tx, messageId, toolCallId, at } = context;
  const changes = await changeFacts(tx, contact, statements, {
    author: 'butler',
    confidence: CONFIDENCE,
    messageId,
    toolCallId,
    at,
  });
  const result = { changes: changes.map(({ label, was, is }) => ({ label, was, is })) };
  if (changes.length === 0) return { result };
  const contactId = idOf(contact);
  return {
    result,
    card: { kind: 'profile-diff', contactId, contactName: contact.name, changes },
    undo: {},
  };
}

/** Takes back the changes of a card that have not been yet, or the one that is named. */
export async function takeBackProfile(
  { tx, tenantId, at }: LedgerContext,
  card: Card,
  factId: FactId | undefined,
): Promise<TakenBack> {
  if (card.kind !== 'profile-diff') throw new FriendsError('INTERNAL');
  const wanted = card.changes.filter(
    (change) => !change.undone && (factId === undefined || change.factId === factId),
  );
  // One that has been taken back already (an answer that was lost, another device) stands as it is wanted.
  if (!card.changes.some((change) => factId === undefined || change.factId === factId))
    throw new FriendsError('UNDO_CONFLICT');
  for (const change of wanted) {
    // Held anew for each: what one change left is what the next one finds.
    const contact = await lockContact(tx, { tenantId, contactId: card.contactId });
    await takeBackFact(tx, contact, change.factId, at);
  }
  const taken = new Set(wanted.map((change) => change.factId));
  const changes = card.changes.map((change) => ({
    ...change,
    undone: change.undone || taken.has(change.factId),
  }));
  return {
    card: { ...card, changes },
    undone: changes.every((change) => change.undone),
  };
}
