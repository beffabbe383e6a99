import type { Card } from '@friendsai/schema';
import { NotebookPen } from 'lucide-react';
import { Clamped } from './clamped.tsx';
import type { Face } from './face.ts';
import type { Words } from './use-words.ts';

/** Something that happened with a person. */
export function interactionFace(
  card: Extract<Card, { kind: 'interaction' }>,
  { t, day }: Words,
  whom: readonly string[],
): Face {
  const beside = [...whom, t(card.interaction), day(card.on)];
  return {
    Icon: NotebookPen,
    verb: t('interaction'),
    beside,
    line: [...beside, card.summary].join(' · '),
    body: <Clamped text={card.summary} />,
    hasOwnSource: false,
  };
}
