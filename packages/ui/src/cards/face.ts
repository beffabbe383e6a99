import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

/** What every card shows, whatever it is about. */
export type Face = {
  Icon: LucideIcon;
  /** 'Noted', 'Will remind'. */
  verb: string;
  /** What stands beside the verb while it is open: who, when. */
  beside: readonly string[];
  /** The thing itself on one line, for the collapsed card and for who has it read out. */
  line: string;
  /** The thing itself, opened. */
  body: ReactNode;
  /** What brings the user's own words with it says so; else the card leads to the message. */
  hasOwnSource: boolean;
};
