'use client';

import { Field as Base } from '@base-ui/react/field';
import type { ComponentProps, ReactNode } from 'react';
import { classes } from './classes.ts';

const BOX =
  'w-full rounded-[10px] border border-hairline bg-surface px-3 text-base text-ink placeholder:text-soft focus:border-accent focus:outline-2 focus:outline-accent focus:-outline-offset-1';

type Common = { label: string; hint?: ReactNode; error?: string | undefined };

function Frame({ label, hint, error, children }: Common & { children: ReactNode }) {
  return (
    <Base.Root invalid={error !== undefined} className="flex flex-col gap-1.5">
      <Base.Label className="font-medium text-[13px] text-soft">{label}</Base.Label>
      {children}
      {hint && !error && <Base.Description className="text-[13px] text-soft">{hint}</Base.Description>}
      {error && (
        <Base.Error match className="text-[13px] text-loss">
          {error}
        </Base.Error>
      )}
    </Base.Root>
  );
}

/** One line of text with its label, and its hint or what is wrong with it. */
export function TextField({ label, hint, error, className, ...props }: Common & ComponentProps<'input'>) {
  return (
    <Frame label={label} hint={hint} error={error}>
      <Base.Control render={<input className={classes(BOX, 'h-11', className)} {...props} />} />
    </Frame>
  );
}

/** Several lines of text with their label. */
export function TextAreaField({
  label,
  hint,
  error,
  className,
  ...props
}: Common & ComponentProps<'textarea'>) {
  return (
    <Frame label={label} hint={hint} error={error}>
      <Base.Control render={<textarea className={classes(BOX, 'min-h-24 py-2.5', className)} {...props} />} />
    </Frame>
  );
}
