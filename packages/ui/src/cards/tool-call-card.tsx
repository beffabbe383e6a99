'use client';

import type { ToolCallView } from '@friendsai/schema';
import { useEffect, useRef } from 'react';
import { classes } from '../components/classes.ts';
import { useLiveState } from '../live/index.ts';
import { Confirmation } from './confirmation.tsx';
import { Settled } from './settled.tsx';

/**
 * A tool call, whatever has become of it: a question while it waits, then what it did.
 *
 * @param fresh of what was said last: shown opened. Else one line that can be opened.
 */
export function ToolCallCard({ call: given, fresh = true }: { call: ToolCallView; fresh?: boolean }) {
  const live = useLiveState(({ channels }) => channels[given.contactId]?.toolCalls[given.id]);
  // A list that was read a while ago may show what has been decided since.
  const call = live && live.revision > given.revision ? live : given;
  const waits = call.state === 'awaiting-confirmation';
  const frame = useRef<HTMLDivElement>(null);
  const answered = useRef(false);
  // Whoever has just answered stays where they are, though the buttons are gone.
  useEffect(() => {
    if (!waits && answered.current) frame.current?.focus({ preventScroll: true });
    answered.current = false;
  }, [waits]);
  return (
    <div
      ref={frame}
      tabIndex={-1}
      data-tool-call={call.id}
      data-state={call.undone ? 'undone' : call.state}
      className={classes('outline-none', waits && 'animate-[rise_160ms_ease-out]')}
    >
      {waits ? (
        <Confirmation
          call={call}
          onAnswer={() => {
            answered.current = true;
          }}
        />
      ) : (
        <Settled call={call} fresh={fresh} />
      )}
    </div>
  );
}
