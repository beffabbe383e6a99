import type { Card } from '@friendsai/schema';
import { Users } from 'lucide-react';
import type { Face } from './face.ts';
import type { Words } from './use-words.ts';

/** Whom an entry of the journal is about. */
export function mentionFace(card: Extract<Card, { kind: 'mention' }>, { t, locale }: Words): Face {
  const names = new Intl.ListFormat(locale).format(card.people.map(({ contactName }) => contactName));
  return { Icon: Users, verb: t('mention'), beside: [names], line: names, body: null, hasOwnSource: false };
}
