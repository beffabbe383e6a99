import type { ReactNode } from 'react';
import { classes } from './classes.ts';

/** A screen or a list with nothing in it: says what to do. */
export function EmptyState({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className="mx-auto flex max-w-sm flex-col items-center gap-4 px-6 py-16 text-center text-soft">
      <p className="max-w-full text-balance [overflow-wrap:anywhere]">{children}</p>
      {action}
    </div>
  );
}

/** The shape of what comes. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <div
      aria-hidden
      className={classes('animate-[breathe_1.4s_ease-in-out_infinite] rounded-lg bg-hairline', className)}
    />
  );
}

/** One line at the edge of a screen. `wait` for what is not as it should be for a while, `plain` for what is so. */
export function Banner({ tone, children }: { tone: 'plain' | 'wait'; children: ReactNode }) {
  return (
    <p
      role="status"
      className={classes(
        'px-4 py-1.5 text-center text-[13px]',
        tone === 'wait' ? 'bg-wait-soft text-wait' : 'bg-surface text-soft',
      )}
    >
      {children}
    </p>
  );
}

/** Something failed: what, and what to do. */
export function Failure({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-[10px] bg-loss-soft px-3 py-2 text-loss text-sm"
    >
      <span className="min-w-0 flex-1">{children}</span>
      {action}
    </div>
  );
}
