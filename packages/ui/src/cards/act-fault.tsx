'use client';

import type { ToolCallId } from '@friendsai/schema';
import { useTranslations } from 'use-intl';
import { useLiveState } from '../live/index.ts';

/** Why the last thing that was tried with a call did not work, where it was tried. */
export function ActFault({ toolCallId }: { toolCallId: ToolCallId }) {
  const errors = useTranslations('errors');
  const auth = useTranslations('auth');
  const act = useLiveState((state) => state.acts[toolCallId]);
  if (act?.state !== 'failed') return null;
  return (
    <p role="alert" className="text-[13px] text-loss">
      {act.errorCode === null ? auth('unreachable') : errors(act.errorCode)}
    </p>
  );
}
