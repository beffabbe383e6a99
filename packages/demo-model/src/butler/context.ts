import { z } from 'zod';
import { userWords } from '../user-words.ts';
import type { Turn } from '../wire.ts';
import { type Language, languageOf } from './language.ts';

const field = z.string().trim().min(1).optional().catch(undefined);
const Profile = z.object({
  journal: z.boolean().optional().catch(undefined),
  name: field,
  relation: field,
  organization: field,
  title: field,
  location: field,
  birthday: field,
  note: field,
});
export type Profile = z.infer<typeof Profile>;

/** What the model can know: nothing but what stands in its context. */
export type Context = {
  language: Language;
  /** The user's newest words. */
  asked: string;
  /** What the user said before in this conversation, oldest first. */
  earlier: string[];
  /** Whether the butler has said anything yet. */
  hasSpoken: boolean;
  /** Whom the conversation is about; null when nothing says it. */
  profile: Profile | null;
  /** Whether the newest turn is a tool's answer. */
  hasToolAnswer: boolean;
};

/** The profile between its marks; text in it is data, and JSON keeps it so. */
function profileIn(instructions: string): Profile | null {
  const json = instructions.match(/<contact-profile>\s*(\{[\s\S]*?\})\s*<\/contact-profile>/)?.[1];
  return json === undefined ? null : parseProfile(json);
}

/** The profile that a JSON text holds; null when it is about nobody (a tool's error, say). */
function parseProfile(json: string): Profile | null {
  try {
    const profile = Profile.safeParse(JSON.parse(json)).data;
    return profile && (profile.name !== undefined || profile.journal) ? profile : null;
  } catch {
    return null;
  }
}

/** Only the instructions are believed about the profile: marks in what somebody said are words. */
export function readContext(turns: readonly Turn[]): Context {
  const instructions = turns
    .filter((turn) => turn.role === 'system' || turn.role === 'developer')
    .map((turn) => turn.text)
    .join('\n');
  const said = turns.filter((turn) => turn.role === 'user').flatMap((turn) => userWords(turn.text) ?? []);
  const asked = said.at(-1) ?? '';
  const newest = turns.at(-1);
  const hasToolAnswer = newest?.role === 'tool';
  return {
    language: languageOf(asked),
    asked,
    earlier: said.slice(0, -1),
    hasSpoken: turns.some((turn) => turn.role === 'assistant' && turn.text !== ''),
    profile: profileIn(instructions) ?? (hasToolAnswer ? parseProfile(newest.text) : null),
    hasToolAnswer,
  };
}
