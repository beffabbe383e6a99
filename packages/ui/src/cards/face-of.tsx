import { type Card, JOURNAL, type ToolCallView } from '@friendsai/schema';
import { draftFace } from './draft.tsx';
import type { Face } from './face.ts';
import { fileFace } from './file.tsx';
import { interactionFace } from './interaction.tsx';
import { memoryFace } from './memory.tsx';
import { mentionFace } from './mention.tsx';
import { outsideFace } from './outside.tsx';
import { profileDiffFace } from './profile-diff.tsx';
import { reminderFace } from './reminder.tsx';
import type { Words } from './use-words.ts';

/** What a card shows. Whom it is about is said where that is not the person whose conversation it stands in. */
export function faceOf(card: Card, call: ToolCallView, words: Words): Face {
  const whom = (contactId: string | null, name: string | null) =>
    name === null || (call.contactId !== JOURNAL && contactId === call.contactId) ? [] : [name];
  switch (card.kind) {
    case 'interaction':
      return interactionFace(card, words, whom(card.contactId, card.contactName));
    case 'profile-diff':
      return profileDiffFace(card, words, whom(card.contactId, card.contactName), call);
    case 'reminder':
      return reminderFace(card, words, whom(card.contactId, card.contactName));
    case 'draft':
      return draftFace(card, words, whom(card.contactId, card.contactName));
    case 'memory':
      return memoryFace(card, words);
    case 'file':
      return fileFace(card, words);
    case 'mention':
      return mentionFace(card, words);
    case 'outside':
      return outsideFace(card, words);
  }
}
