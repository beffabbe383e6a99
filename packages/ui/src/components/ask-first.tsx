'use client';

import { useEffect, useRef } from 'react';
import { Button } from './button.tsx';
import { Failure } from './states.tsx';

/**
 * A question in the place of what it is about, before something goes for good. The way back is the one that has the focus.
 *
 * @param says what goes. @param error why it did not go, after a yes.
 */
export function AskFirst({
  says,
  yes,
  no,
  busy,
  error,
  onYes,
  onNo,
}: {
  says: string;
  yes: string;
  no: string;
  busy: boolean;
  error?: string | null;
  onYes: () => void;
  onNo: () => void;
}) {
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => back.current?.focus(), []);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields, and here are none
    <div
      role="group"
      aria-label={says}
      className="flex animate-[rise_160ms_ease-out] flex-col gap-3 border-loss border-l-2 py-1 pl-4"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        // A sheet around it would close as well.
        event.stopPropagation();
        onNo();
      }}
    >
      <p className="text-sm [overflow-wrap:anywhere]">{says}</p>
      {error && <Failure>{error}</Failure>}
      <div className="flex flex-wrap gap-2">
        <Button ref={back} className="h-11 sm:h-9" onClick={onNo}>
          {no}
        </Button>
        <Button kind="loss" className="h-11 sm:h-9" disabled={busy} onClick={onYes}>
          {yes}
        </Button>
      </div>
    </div>
  );
}
