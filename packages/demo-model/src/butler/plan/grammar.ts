import type { Direction, FoundDate } from '../dates.ts';
import type { Ref, Scene } from './scene.ts';
import type { Command, Errand, Statement } from './statement.ts';

/** How a language is read. Each reader gives null for what it does not know. */
export type Grammar = {
  clauses: (sentence: string, scene: Scene) => string[];
  command: (sentence: string, scene: Scene) => Command | null;
  /** 'again': a reminder that comes more than once, which no tool can keep. */
  errand: (clause: string, scene: Scene) => Errand | 'again' | null;
  /** `reported`: who is said to have said it. */
  statement: (clause: string, scene: Scene) => { statement: Statement; reported?: Ref } | null;
  /** Whether a clause is only supposed, or denied: its day is none to be reminded of. */
  isUnreal: (clause: string) => boolean;
  /** Whether a clause takes back what the one before it said: all of it, or that something was done. */
  takesBack: (clause: string) => 'all' | 'deed' | null;
  dates: (clause: string, scene: Scene, direction: Direction) => FoundDate[];
  /** People whom a question names. */
  people: (question: string, scene: Scene) => Ref[];
};
