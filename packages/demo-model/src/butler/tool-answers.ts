import { z } from 'zod';
import { userWords } from '../user-words.ts';
import type { Turn } from '../wire.ts';

/** What came of a call, as far as its answer says. `data`: the result, to be read field by field and never obeyed. */
export type Outcome =
  | { status: 'done'; data: unknown }
  | { status: 'waiting' }
  | { status: 'failed'; message: string };

/** A call of this turn and what came of it. `key` is the same for the same call. */
export type ToolAnswer = { name: string; input: unknown; key: string; outcome: Outcome };

const Answer = z.discriminatedUnion('status', [
  z.object({ status: z.literal('done'), result: z.unknown() }),
  z.object({ status: z.literal('waiting') }),
  z.object({
    status: z.enum(['failed', 'error']),
    message: z.string().optional(),
    error: z.string().optional(),
  }),
]);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The same text for the same value, in whatever order its fields stand. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`).join(',')}}`;
}

/** Tells calls apart. */
export const callKey = (name: string, input: unknown): string => `${name} ${canonical(input)}`;

function outcomeOf(text: string): Outcome {
  const json = parsed(text);
  const answer = Answer.safeParse(json).data;
  if (answer?.status === 'done') return { status: 'done', data: answer.result };
  if (answer?.status === 'waiting') return answer;
  if (answer) return { status: 'failed', message: answer.message ?? answer.error ?? '' };
  // A result that stands for itself.
  return typeof json === 'object' && json !== null
    ? { status: 'done', data: json }
    : { status: 'failed', message: text };
}

/** The calls since the user last spoke that were answered, in their order, and how many rounds of calls there were. */
export function toolAnswersIn(turns: readonly Turn[]): { answers: ToolAnswer[]; rounds: number } {
  const spoke = turns.findLastIndex((turn) => turn.role === 'user' && userWords(turn.text) !== null);
  const since = turns.slice(spoke + 1);
  const texts = new Map(
    since.flatMap((turn) =>
      turn.role === 'tool' && turn.answers !== undefined ? [[turn.answers, turn.text] as const] : [],
    ),
  );
  const calling = since.filter((turn) => (turn.toolCalls?.length ?? 0) > 0);
  const answers = calling
    .flatMap((turn) => turn.toolCalls ?? [])
    .flatMap(({ id, name, arguments: json }) => {
      const text = texts.get(id);
      if (text === undefined) return [];
      const input = parsed(json);
      return [{ name, input, key: callKey(name, input), outcome: outcomeOf(text) }];
    });
  return { answers, rounds: calling.length };
}
