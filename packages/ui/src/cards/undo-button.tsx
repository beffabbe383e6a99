'use client';

import type { FactId, ToolCallId } from '@friendsai/schema';
import { useTranslations } from 'use-intl';
import { Button } from '../components/button.tsx';
import { useLive, useLiveState } from '../live/index.ts';

/** Takes back what a call wrote, or one change of it. */
export function UndoButton({
  toolCallId,
  factId,
  label,
  children,
}: {
  toolCallId: ToolCallId;
  factId?: FactId;
  /** What it undoes, for who does not see beside what it stands. */
  label?: string;
  children?: string;
}) {
  const common = useTranslations('common');
  const live = useLive();
  const going = useLiveState((state) => state.acts[toolCallId]?.state === 'going');
  return (
    <Button
      kind="quiet"
      size="small"
      className="-my-1 -mr-2 px-2 text-accent pointer-coarse:-my-2.5"
      aria-label={label}
      disabled={going}
      onClick={() => void live.undo(factId ? { toolCallId, factId } : { toolCallId })}
    >
      {children ?? common('undo')}
    </Button>
  );
}
