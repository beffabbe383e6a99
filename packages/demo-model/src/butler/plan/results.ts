import { z } from 'zod';
import { callKey, type ToolAnswer } from '../tool-answers.ts';

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? undefined)
  .catch(undefined);
const list = <Shape extends z.ZodType>(item: Shape) =>
  z.array(z.unknown()).transform((items) => items.flatMap((each) => item.safeParse(each).data ?? []));

/** The answers of tools, as far as they are read; what does not have the form is as if it were not there. */
export const CONTACTS = z.object({
  contacts: list(
    z.object({ id: z.string(), name: z.string(), relation: text, organization: text, location: text }),
  ),
});
export const FACTS = z.object({ facts: list(z.object({ label: z.string(), value: z.string() })) });
export const TIMELINE = z.object({
  entries: list(z.object({ on: z.string(), kind: z.string(), text: z.string() })),
});
export const REMINDERS = z.object({
  reminders: list(z.object({ id: z.string(), text: z.string(), on: z.string(), state: text })),
});
export const MEMORIES = z.object({ memories: list(z.object({ name: z.string(), excerpt: z.string() })) });
export const FILES = z.object({
  files: list(z.object({ id: z.string(), name: z.string(), mediaType: text })),
});
export const FILE_TEXT = z.object({ name: z.string(), text: z.string() });
export const CHANGES = z.object({
  changes: list(z.object({ label: z.string(), was: z.string().nullish(), is: z.string().nullish() })),
});

/** What that call gave, or undefined when it was not made, is not done or has not that form. */
export function resultOf<Shape extends z.ZodType>(
  answers: readonly ToolAnswer[],
  name: string,
  input: object,
  shape: Shape,
): z.infer<Shape> | undefined {
  const key = callKey(name, input);
  const answer = answers.find((each) => each.key === key);
  return answer?.outcome.status === 'done' ? shape.safeParse(answer.outcome.data).data : undefined;
}
