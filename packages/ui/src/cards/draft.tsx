'use client';

import type { Card } from '@friendsai/schema';
import { Check, Copy, PenLine } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../components/button.tsx';
import { Clamped } from './clamped.tsx';
import type { Face } from './face.ts';
import type { Words } from './use-words.ts';

type DraftCard = Extract<Card, { kind: 'draft' }>;

/** A message that the user may send to the person. */
export function draftFace(card: DraftCard, { t }: Words, whom: readonly string[]): Face {
  return {
    Icon: PenLine,
    verb: t('draft'),
    beside: whom,
    line: [...whom, card.text.replace(/\s+/g, ' ')].join(' · '),
    body: <Draft text={card.text} />,
    hasOwnSource: false,
  };
}

function Draft({ text }: { text: string }) {
  const t = useTranslations('cards');
  const common = useTranslations('common');
  const [copied, setCopied] = useState(false);
  return (
    <div className="flex flex-col items-start gap-2">
      <blockquote className="w-full border-accent border-l-2 pl-3">
        <Clamped text={text} />
      </blockquote>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Button
          size="small"
          onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
          onBlur={() => setCopied(false)}
        >
          {copied ? <Check className="size-4" aria-hidden /> : <Copy className="size-4" aria-hidden />}
          {copied ? common('copied') : t('draftCopy')}
        </Button>
        <span className="text-[13px] text-soft">{t('draftHint')}</span>
      </div>
    </div>
  );
}
