import type { Card } from '@friendsai/schema';
import { Globe } from 'lucide-react';
import { Clamped } from './clamped.tsx';
import type { Face } from './face.ts';
import type { Words } from './use-words.ts';

/** What an outside server's tool did. */
export function outsideFace(card: Extract<Card, { kind: 'outside' }>, { t }: Words): Face {
  const beside = [card.server, card.tool];
  return {
    Icon: Globe,
    verb: t('outside'),
    beside,
    line: [...beside, card.summary].join(' · '),
    body: card.summary === '' ? null : <Clamped text={card.summary} />,
    hasOwnSource: false,
  };
}
