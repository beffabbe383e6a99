'use client';

import type { ToolCallView } from '@friendsai/schema';
import { Check, ChevronDown, CircleAlert, LoaderCircle, type LucideIcon, Undo2, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl';
import { classes } from '../components/classes.ts';
import { ActFault } from './act-fault.tsx';
import type { Face } from './face.ts';
import { faceOf } from './face-of.tsx';
import { wasAsked } from './shown.ts';
import { SourceMark } from './source.tsx';
import { UndoButton } from './undo-button.tsx';
import { useWords, type Words } from './use-words.ts';

const ROW = 'flex w-full items-center gap-3 px-4 py-2 text-left text-[13px] leading-6';

/** A tool call that has been carried out, taken back, refused or has failed. Open while it is fresh, else one quiet line. */
export function Settled({ call, fresh }: { call: ToolCallView; fresh: boolean }) {
  const words = useWords();
  const face = call.card ? faceOf(call.card, call, words) : null;
  if (call.state !== 'succeeded') return <Ended call={call} words={words} />;
  if (!face) {
    return (
      <Line Icon={Check}>
        {words.t('saidYes')} · {words.deed(call.tool)} · {words.t('done')}
      </Line>
    );
  }
  if (call.undone) {
    return (
      <Line Icon={Undo2} end={words.t('undone')}>
        <s>
          {face.verb} {face.line}
        </s>
      </Line>
    );
  }
  return <Written call={call} face={face} fresh={fresh} words={words} />;
}

/** What came to nothing, or is still being done after a yes. */
function Ended({ call, words: { t, deed } }: { call: ToolCallView; words: Words }) {
  const confirm = useTranslations('confirm');
  const errors = useTranslations('errors');
  switch (call.state) {
    case 'executing':
      return (
        <Line Icon={LoaderCircle}>
          {t('saidYes')} · {deed(call.tool)} · {confirm('going')}
        </Line>
      );
    case 'failed':
      return (
        <Line Icon={CircleAlert} whole>
          {t('failed', { deed: deed(call.tool), why: errors(call.errorCode ?? 'INTERNAL') })}
        </Line>
      );
    case 'rejected':
      return (
        <Line Icon={X} whole>
          {t('saidNo')} · {deed(call.tool)}
          {call.reason !== null && ` · “${call.reason}”`}
        </Line>
      );
    default:
      return (
        <Line Icon={X}>
          {t('expired')} · {deed(call.tool)}
        </Line>
      );
  }
}

/** One quiet line. `whole`: it may take more than one, since nothing opens it. `end`: what is seen however little room there is. */
function Line({
  Icon,
  whole = false,
  end,
  children,
}: {
  Icon: LucideIcon;
  whole?: boolean;
  end?: string;
  children: ReactNode;
}) {
  return (
    <p data-line className={classes(ROW, 'items-start text-soft')}>
      <Icon className="mt-1 size-4 shrink-0" strokeWidth={1.75} aria-hidden />
      <span dir="auto" className={classes('min-w-0', whole ? '[overflow-wrap:anywhere]' : 'truncate')}>
        {children}
      </span>
      {end && <span className="shrink-0">{end}</span>}
    </p>
  );
}

function Written({
  call,
  face,
  fresh,
  words: { t },
}: {
  call: ToolCallView;
  face: Face;
  fresh: boolean;
  words: Words;
}) {
  const { Icon, verb, beside, line, body, hasOwnSource } = face;
  // As it falls, until the reader has said otherwise.
  const [chosen, setChosen] = useState<boolean | null>(null);
  const open = chosen ?? fresh;
  const said = wasAsked(call) ? `${t('saidYes')} · ${verb}` : verb;
  const icon = <Icon className="size-4 shrink-0 text-soft" strokeWidth={1.75} aria-hidden />;
  const heading = (
    <>
      {icon}
      <span className="min-w-0 flex-1 truncate">
        <span className={open ? 'font-medium text-ink' : 'text-soft'}>{said}</span>{' '}
        <span dir="auto" className="text-soft">
          {open ? beside.join(' · ') : line}
        </span>
      </span>
    </>
  );
  const undo =
    call.canUndo &&
    (severalChanges(call) ? (
      <UndoButton toolCallId={call.id}>{t('undoAll')}</UndoButton>
    ) : (
      <UndoButton toolCallId={call.id} label={t('undoChange', { label: verb })} />
    ));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields, and here are none
    <div role="group" aria-label={`${said}: ${line}`}>
      <div className="flex items-center">
        {fresh ? (
          <p className={classes(ROW, 'min-w-0 flex-1')}>{heading}</p>
        ) : (
          <button
            type="button"
            aria-expanded={open}
            data-line
            className={classes(ROW, 'min-w-0 flex-1 pointer-coarse:min-h-11')}
            onClick={() => setChosen(!open)}
          >
            {heading}
            <ChevronDown
              className={classes(
                'size-4 shrink-0 text-soft opacity-60 transition-transform duration-150',
                open && 'rotate-180',
              )}
              aria-hidden
            />
          </button>
        )}
        {open && (
          <span className="flex shrink-0 items-center gap-1 pr-4">
            {!hasOwnSource && <SourceMark messageId={call.messageId} />}
            {undo}
          </span>
        )}
      </div>
      {open && body !== null && <div className="pr-4 pb-3 pl-11 text-sm leading-6">{body}</div>}
      <div className="empty:hidden px-4 pb-2 pl-11">
        <ActFault toolCallId={call.id} />
      </div>
    </div>
  );
}

const severalChanges = ({ card }: ToolCallView) =>
  card?.kind === 'profile-diff' && card.changes.filter(({ undone }) => !undone).length > 1;
