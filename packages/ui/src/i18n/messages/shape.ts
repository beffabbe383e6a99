import type { en } from './en.ts';

type Words<Area> = { readonly [Key in keyof Area]: Area[Key] extends string ? string : Words<Area[Key]> };

/** Every key that a language must have: a missing one, or one too many, fails the build. */
export type Shape = Words<typeof en>;
