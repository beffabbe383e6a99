import { z } from 'zod';

const MARK = '[FriendsAI] ';
const Decisions = z.object({
  decisions: z
    .array(
      z.object({
        tool: z.string(),
        decision: z.enum(['approved', 'rejected']),
        status: z.string().optional().catch(undefined),
        message: z.string().optional().catch(undefined),
      }),
    )
    .min(1),
});
/** What the user decided about a call that waited, and what came of it. */
export type Decision = z.infer<typeof Decisions>['decisions'][number];

/** The decisions that a turn reports, or null when it is the user who speaks. */
export function decisionsIn(words: string): Decision[] | null {
  if (!words.startsWith(MARK)) return null;
  try {
    return Decisions.safeParse(JSON.parse(words.slice(MARK.length))).data?.decisions ?? null;
  } catch {
    return null;
  }
}
