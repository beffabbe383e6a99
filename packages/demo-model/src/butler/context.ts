import { z } from 'zod';
import { userWords } from '../user-words.ts';
import type { Turn } from '../wire.ts';

const Profile = z.object({
  journal: z.boolean().optional(),
  name: z.string().optional(),
  relation: z.string().optional(),
  organization: z.string().optional(),
  title: z.string().optional(),
  location: z.string().optional(),
  birthday: z.string().optional(),
  note: z.string().optional(),
});
export type Profile = z.infer<typeof Profile>;

/** What the model can know: nothing but what stands in its context. */
export type Context = {
  language: 'zh' | 'en';
  /** The user's newest words. */
  asked: string;
  /** What the user said before in this conversation, oldest first. */
  earlier: string[];
  /** Whom the conversation is about; null when the instructions do not say. */
  profile: Profile | null;
  /** The answer of the tool that was used last, if the newest turn is one. */
  toolAnswer: string | null;
};

/** The profile between its marks; text in it is data, and JSON keeps it so. */
function profileIn(instructions: string): Profile | null {
  const json = instructions.match(/<contact-profile>\s*(\{[\s\S]*?\})\s*<\/contact-profile>/)?.[1];
  return json === undefined ? null : parseProfile(json);
}

/** The profile that a JSON text holds, or null. */
export function parseProfile(json: string): Profile | null {
  try {
    return Profile.safeParse(withoutNulls(JSON.parse(json))).data ?? null;
  } catch {
    return null;
  }
}

function withoutNulls(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== null));
}

export function readContext(turns: readonly Turn[]): Context {
  const instructions = turns
    .filter((turn) => turn.role === 'system' || turn.role === 'developer')
    .map((turn) => turn.text)
    .join('\n');
  const said = turns.filter((turn) => turn.role === 'user').map((turn) => userWords(turn.text));
  const asked = said.at(-1) ?? '';
  const newest = turns.at(-1);
  return {
    language: /\p{Script=Han}/u.test(asked) ? 'zh' : 'en',
    asked,
    earlier: said.slice(0, -1),
    profile: profileIn(instructions),
    toolAnswer: newest?.role === 'tool' ? newest.text : null,
  };
}
