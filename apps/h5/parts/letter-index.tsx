'use client';

import type { PointerEvent, RefObject } from 'react';

/** The letters at the edge: a thumb that slides along them moves the list. */
export function LetterIndex({
  pane,
  letters,
}: {
  pane: RefObject<HTMLDivElement | null>;
  letters: readonly string[];
}) {
  const goTo = (letter: string | undefined) => {
    if (letter)
      pane.current
        ?.querySelector(`[data-letter="${CSS.escape(letter)}"]`)
        ?.scrollIntoView({ block: 'start' });
  };
  const slide = (event: PointerEvent) => {
    if (event.buttons === 0) return;
    const under = document.elementFromPoint(event.clientX, event.clientY);
    goTo(under?.closest<HTMLElement>('[data-index]')?.dataset['index']);
  };
  return (
    <div
      className="absolute top-1/2 right-0 flex -translate-y-[35%] touch-none flex-col"
      onPointerMove={slide}
    >
      {letters.map((letter) => (
        <button
          key={letter}
          type="button"
          data-index={letter}
          className="min-h-5 w-7 text-center font-medium text-[11px] text-accent leading-5"
          onClick={() => goTo(letter)}
        >
          {letter}
        </button>
      ))}
    </div>
  );
}
