import type { Day } from '../calendar.ts';

/** A person, by the name that the user's words give; null is the one whose channel this is. */
export type Who = string | null;

export type Kind = 'meeting' | 'meal' | 'call' | 'message' | 'visit' | 'gift' | 'other';

/** Something that the user's words ask for, or tell so that it can be kept. */
export type Wish =
  | { do: 'change'; who: Who; label: string; value: string | null; because: string }
  | { do: 'log'; who: Who; kind: Kind; on: Day; summary: string }
  | { do: 'remind'; who: Who; text: string; on: Day }
  | { do: 'note'; who: Who; text: string }
  | { do: 'remember'; text: string }
  | { do: 'recollect'; query: string }
  | { do: 'list reminders' }
  | { do: 'finish reminder'; words: string }
  | { do: 'draft'; who: Who; text: string }
  | { do: 'read files'; deeply: boolean }
  | { do: 'find people'; query: string }
  | { do: 'look up'; who: Who; question: string };

/** What a message was understood as. */
export type Reading = {
  wishes: Wish[];
  /** Clauses of which nothing was made. */
  ungrasped: string[];
  /** Sentences that ask for a deed that no tool does. */
  beyond: string[];
  /** Errands whose day is not said. */
  undated: string[];
  /** Clauses about somebody else than the person of this channel, or about nobody whom the words name. */
  ofOthers: { clause: string; name: string | null }[];
};
