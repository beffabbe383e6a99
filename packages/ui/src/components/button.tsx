import { cva, type VariantProps } from 'class-variance-authority';
import type { ComponentProps } from 'react';
import { classes } from './classes.ts';

const button = cva(
  'inline-flex shrink-0 select-none items-center justify-center gap-2 rounded-[10px] font-medium transition-colors duration-150 disabled:cursor-not-allowed disabled:opacity-50',
  {
    variants: {
      kind: {
        primary: 'bg-accent text-accent-ink hover:opacity-90',
        quiet: 'text-ink hover:bg-accent-soft',
        outline: 'border border-hairline bg-surface text-ink hover:bg-accent-soft',
        loss: 'text-loss hover:bg-loss-soft',
        link: 'text-accent underline-offset-4 hover:underline',
      },
      size: {
        normal: 'h-10 px-4 text-sm pointer-coarse:h-11',
        small: 'h-8 px-3 text-[13px] pointer-coarse:h-11',
        large: 'h-12 px-5 text-base',
        icon: 'size-10 pointer-coarse:size-11',
        touch: 'size-11',
        text: 'h-auto px-0',
      },
    },
    defaultVariants: { kind: 'outline', size: 'normal' },
  },
);

/** A button; `type` is `button` unless it is said otherwise, so that none sends a form by accident. */
export function Button({
  kind,
  size,
  className,
  type = 'button',
  ...props
}: ComponentProps<'button'> & VariantProps<typeof button>) {
  return <button type={type} className={classes(button({ kind, size }), className)} {...props} />;
}
