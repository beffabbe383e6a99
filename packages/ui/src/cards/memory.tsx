import type { Card } from '@friendsai/schema';
import { Brain } from 'lucide-react';
import { Clamped } from './clamped.tsx';
import type { Face } from './face.ts';
import type { Words } from './use-words.ts';

/** What the butler has written to its memory. */
export function memoryFace(card: Extract<Card, { kind: 'memory' }>, { t }: Words): Face {
  return {
    Icon: Brain,
    verb: card.isNew ? t('memoryNew') : t('memory'),
    beside: [card.name],
    line: [card.name, card.excerpt].join(' · '),
    body: <Clamped text={card.excerpt} />,
    hasOwnSource: false,
  };
}
