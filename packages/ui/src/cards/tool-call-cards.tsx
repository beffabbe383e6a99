'use client';

import type { ToolCallView } from '@friendsai/schema';
import { classes } from '../components/classes.ts';
import { ToolCallCard } from './tool-call-card.tsx';

/** What one run did, in its order: a slip while it is fresh or asks something, quiet lines once it is settled. */
export function ToolCallCards({ calls, fresh }: { calls: readonly ToolCallView[]; fresh: boolean }) {
  const slip = fresh || calls.some(({ state }) => state === 'awaiting-confirmation');
  return (
    <div
      className={classes(
        slip &&
          'w-full max-w-[560px] divide-y divide-hairline overflow-hidden rounded-card border border-hairline bg-surface',
        // Without a frame its signs stand under the first letters of what was said.
        !slip && '-mx-4 -my-1 w-[calc(100%+32px)] max-w-[592px] [&_[data-line]]:py-1',
      )}
    >
      {calls.map((call) => (
        <ToolCallCard key={call.id} call={call} fresh={fresh} />
      ))}
    </div>
  );
}
