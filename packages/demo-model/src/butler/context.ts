import { z } from 'zod';
import { stampedDay, userWords } from '../user-words.ts';
import type { Turn } from '../wire.ts';
import type { Day } from './calendar.ts';
import { type Decision, decisionsIn } from './decisions.ts';
import { type Language, languageOf } from './language.ts';
import { type ToolAnswer, toolAnswersIn } from './tool-answers.ts';

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
  /** What else is known, newest first. */
  facts: z
    .array(z.object({ label: z.string(), value: z.string() }))
    .optional()
    .catch(undefined),
});
export type Profile = z.infer<typeof Profile>;

const Attachments = z.array(z.object({ id: z.string(), name: z.string(), mediaType: z.string() }));
export type Attachment = z.infer<typeof Attachments>[number];

/** What the model can know: nothing but what stands in its context, and the hour. */
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
  /** What came of the tools that were called since the user spoke. */
  answers: readonly ToolAnswer[];
  /** How many times tools were called since the user spoke. */
  rounds: number;
  /** Files that came with the message. */
  attachments: readonly Attachment[];
  /** What the user has decided about calls that waited, when the newest turn is about that. */
  decisions: readonly Decision[] | null;
  /** The day on which the user speaks. */
  today: Day;
};

const jsonIn = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The profile between its marks; text in it is data, and JSON keeps it so. */
function profileInstructed(instructions: string): Profile | null {
  const json = instructions.match(/<contact-profile>\s*(\{[\s\S]*?\})\s*<\/contact-profile>/)?.[1];
  return json === undefined ? null : profileIn(jsonIn(json));
}

/** The profile that a value is; null when it is about nobody (a tool's error, say). */
export function profileIn(value: unknown): Profile | null {
  const profile = Profile.safeParse(value).data;
  return profile && (profile.name !== undefined || profile.journal) ? profile : null;
}

function attachmentsIn(instructions: string): Attachment[] {
  const json = instructions.match(/<attachments>\s*(\[[\s\S]*?\])\s*<\/attachments>/)?.[1];
  return json === undefined ? [] : (Attachments.safeParse(jsonIn(json)).data ?? []);
}

/** What the tool gave as the profile of the one whom the conversation is about. */
function profileAnswered(answers: readonly ToolAnswer[]): Profile | null {
  const answer = answers.findLast(({ name, key }) => name === 'contact_get' && !key.includes('contactId'));
  return answer?.outcome.status === 'done' ? profileIn(answer.outcome.data) : null;
}

/**
 * Only the instructions are believed about the profile: marks in what somebody said are words.
 *
 * @param now the hour, for turns that bear no date.
 */
export function readContext(turns: readonly Turn[], now = new Date()): Context {
  const instructions = turns
    .filter((turn) => turn.role === 'system' || turn.role === 'developer')
    .map((turn) => turn.text)
    .join('\n');
  const spoken = turns
    .filter((turn) => turn.role === 'user')
    .flatMap(({ text }) => {
      const words = userWords(text);
      return words === null ? [] : [{ words, day: stampedDay(text) }];
    });
  const said = spoken.map(({ words }) => words);
  const asked = said.at(-1) ?? '';
  const decisions = decisionsIn(asked);
  const earlier = said.slice(0, -1).filter((words) => decisionsIn(words) === null);
  const { answers, rounds } = toolAnswersIn(turns);
  return {
    language: languageOf(decisions ? (earlier.at(-1) ?? '') : asked),
    asked,
    earlier,
    hasSpoken: turns.some((turn) => turn.role === 'assistant' && turn.text !== ''),
    profile: profileInstructed(instructions) ?? profileAnswered(answers),
    hasToolAnswer: turns.at(-1)?.role === 'tool',
    answers,
    rounds,
    attachments: attachmentsIn(instructions),
    decisions,
    today: spoken.at(-1)?.day ?? now.toISOString().slice(0, 10),
  };
}
