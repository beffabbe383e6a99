import { z } from 'zod';

const MARK = '[FriendsAI] ';

const Note = z.object({ decisions: z.array(z.object({ decision: z.enum(['approved', 'rejected']) })) });

/** What a note of the system's tells the butler of the user's decisions; null for a note that tells of something else. */
export function readNote(text: string): { yes: number; no: number } | null {
  if (!text.startsWith(MARK)) return null;
  try {
    const { decisions } = Note.parse(JSON.parse(text.slice(MARK.length)));
    const yes = decisions.filter(({ decision }) => decision === 'approved').length;
    return { yes, no: decisions.length - yes };
  } catch {
    return null;
  }
}
