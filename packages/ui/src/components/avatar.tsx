import { classes } from './classes.ts';

declare module 'react' {
  interface CSSProperties {
    /** The avatar's tint, in degrees. */
    '--hue'?: number;
  }
}

/** Tints of equal weight; the name decides which. */
const HUES = [16, 42, 78, 128, 168, 208, 256, 318];

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The last character of a Chinese name (given names are what people call each other by), else up to two initials. */
export function initialsOf(name: string): string {
  const trimmed = name.trim();
  const graphemes = [...segmenter.segment(trimmed)].map(({ segment }) => segment);
  if (/^\p{Script=Han}/u.test(trimmed))
    return graphemes.findLast((each) => /\p{Script=Han}/u.test(each)) ?? '?';
  const all = trimmed.split(/\s+/u).filter(Boolean);
  const named = all.filter((word) => /^[\p{L}\p{N}]/u.test(word));
  // A picture in a name is no initial, unless the name is nothing else.
  const words = named.length > 0 ? named : all;
  const first = (word: string | undefined) => (word ? ([...segmenter.segment(word)][0]?.segment ?? '') : '');
  const last = words.length > 1 ? first(words.at(-1)) : '';
  return (first(words[0]) + last).toUpperCase() || '?';
}

function hueOf(name: string): number {
  let sum = 0;
  for (const character of name) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973;
  return HUES[sum % HUES.length] ?? 16;
}

/** Stands for a person where their name stands beside it; screen readers pass over it. */
export function Avatar({ name, large = false }: { name: string; large?: boolean }) {
  return (
    <span
      aria-hidden
      className={classes(
        'inline-flex shrink-0 select-none items-center justify-center rounded-full bg-[oklch(0.91_0.045_var(--hue))] font-medium text-[oklch(0.36_0.07_var(--hue))] dark:bg-[oklch(0.36_0.045_var(--hue))] dark:text-[oklch(0.9_0.05_var(--hue))]',
        large ? 'size-16 text-2xl' : 'size-10 text-[15px]',
      )}
      style={{ '--hue': hueOf(name) }}
    >
      {initialsOf(name)}
    </span>
  );
}
