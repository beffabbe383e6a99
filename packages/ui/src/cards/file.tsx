import type { Card } from '@friendsai/schema';
import { FileSearch } from 'lucide-react';
import type { Face } from './face.ts';
import type { Words } from './use-words.ts';

/** A file that was read. */
export function fileFace(card: Extract<Card, { kind: 'file' }>, { t }: Words): Face {
  return {
    Icon: FileSearch,
    verb: card.deed === 'read' ? t('fileRead') : t('fileAnalysed'),
    beside: [card.name],
    line: card.name,
    body: null,
    hasOwnSource: true,
  };
}
