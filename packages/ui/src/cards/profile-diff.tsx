'use client';

import type { Card, FactChange, ToolCallView } from '@friendsai/schema';
import { UserPen } from 'lucide-react';
import { classes } from '../components/classes.ts';
import { Clamped } from './clamped.tsx';
import type { Face } from './face.ts';
import { Source } from './source.tsx';
import { UndoButton } from './undo-button.tsx';
import { useWords, type Words } from './use-words.ts';

const STRUCK = 'text-soft line-through';

/** One change in a sentence: 'lives in: Beijing, now Shanghai'. */
function sentence({ label: raw, was, is }: FactChange, { t, label, value }: Words): string {
  const said = label(raw);
  const before = was === null ? null : value({ label: raw, value: was });
  const after = is === null ? null : value({ label: raw, value: is });
  if (after === null) return t('forgotten', { label: said, was: before ?? '' });
  return before === null
    ? t('learnt', { label: said, is: after })
    : t('was', { label: said, was: before, is: after });
}

/** What is now known differently of a person. */
export function profileDiffFace(
  card: Extract<Card, { kind: 'profile-diff' }>,
  words: Words,
  whom: readonly string[],
  call: ToolCallView,
): Face {
  // Of a card that was taken back whole, what it said.
  const standing = call.undone ? card.changes : card.changes.filter(({ undone }) => !undone);
  return {
    Icon: UserPen,
    verb: words.t('profileDiff'),
    beside: whom,
    line: [...whom, ...standing.map((change) => sentence(change, words))].join(' · '),
    body: <Changes changes={card.changes} call={call} />,
    hasOwnSource: true,
  };
}

function Changes({ changes, call }: { changes: readonly FactChange[]; call: ToolCallView }) {
  const standing = changes.filter(({ undone }) => !undone).length;
  return (
    <ul className="flex flex-col gap-3">
      {changes.map((change, index) => (
        <Change
          key={change.factId}
          change={change}
          call={call}
          // The whole card's undo is that of the only one left.
          undoable={standing > 1 && call.canUndo}
          // What several changes have in common is said once, below the last of them.
          sourced={change.because !== changes[index + 1]?.because}
        />
      ))}
    </ul>
  );
}

function Change({
  change,
  call,
  undoable,
  sourced,
}: {
  change: FactChange;
  call: ToolCallView;
  undoable: boolean;
  sourced: boolean;
}) {
  const { t, label, value } = useWords();
  const { factId, was, is, because, undone } = change;
  const said = label(change.label);
  return (
    <li className="flex flex-col gap-1">
      <div className="flex items-start justify-between gap-3">
        <div className={classes('grid min-w-0 flex-1 gap-x-3 sm:grid-cols-[88px_1fr]', undone && STRUCK)}>
          <span dir="auto" className="text-[13px] text-soft leading-6 [overflow-wrap:anywhere]">
            {said}
          </span>
          <span className="flex min-w-0 flex-wrap items-baseline gap-x-2">
            {was !== null && (
              <>
                <span className="min-w-0 text-soft">
                  <Clamped text={value({ label: change.label, value: was })} />
                </span>
                <span className="text-soft">→</span>
              </>
            )}
            <span className="min-w-0">
              {is === null ? '—' : <Clamped text={value({ label: change.label, value: is })} />}
            </span>
          </span>
        </div>
        {undone && <span className="shrink-0 text-[13px] text-soft leading-6">{t('undone')}</span>}
        {!undone && undoable && (
          <UndoButton toolCallId={call.id} factId={factId} label={t('undoChange', { label: said })} />
        )}
      </div>
      {sourced && because !== '' && <Source because={because} messageId={call.messageId} />}
    </li>
  );
}
