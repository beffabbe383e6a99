import type { Card } from '@friendsai/schema';
import { BellRing, Check } from 'lucide-react';
import { Clamped } from './clamped.tsx';
import type { Face } from './face.ts';
import type { Words } from './use-words.ts';

/** Something that the user will be reminded of, or has done. */
export function reminderFace(
  card: Extract<Card, { kind: 'reminder' }>,
  { t, day }: Words,
  whom: readonly string[],
): Face {
  const done = card.state === 'done';
  const beside = done ? whom : [...whom, day(card.on)];
  return {
    Icon: done ? Check : BellRing,
    verb: done ? t('reminderDone') : t('reminder'),
    beside,
    line: [...beside, card.text].join(' · '),
    body: <Clamped text={card.text} />,
    hasOwnSource: false,
  };
}
