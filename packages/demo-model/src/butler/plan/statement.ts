import type { FoundDate } from '../dates.ts';
import type { Ref } from './scene.ts';
import type { Kind } from './wishes.ts';

/** What a predicate says of its subject, as a profile keeps it; null clears. */
export type Told = { label: string; value: string | null };

/** What one clause says, before it is known whom it means. */
export type Statement =
  /** The user did something with somebody; nobody named: with whom goes without saying. */
  | { says: 'deed'; kind: Kind; refs: Ref[] }
  /** Something about a subject. `predicate`: the words themselves, for what is kept of kin. `isGrownUp`: said of grown-ups only. */
  | { says: 'fact'; ref: Ref | null; told: Told[]; predicate: string; isGrownUp: boolean }
  /** The user promised something. `errand`: what to be reminded of on the day that it names. */
  | { says: 'promise'; to: Ref | null; label: string; value: string; errand: string; dates: FoundDate[] };

/** A wish to be reminded. `leadDays`: so many days before the one that was spoken of. */
export type Errand = { text: string; dates: FoundDate[]; leadDays: number | null; to: Ref | null };

/** A command that takes the whole sentence, questions among them. */
export type Command =
  | { do: 'note'; to: Ref | null; text: string }
  | { do: 'remember'; text: string }
  | { do: 'recollect'; query: string }
  | { do: 'list reminders' }
  | { do: 'finish reminder'; words: string }
  | { do: 'draft'; to: Ref | null; text: string }
  | { do: 'read files'; deeply: boolean }
  | { do: 'find people'; query: string };
