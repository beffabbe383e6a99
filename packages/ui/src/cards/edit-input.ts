import { z } from 'zod';

/** One text of a tool's input, by where it stands in it. */
export type InputField = { path: readonly (string | number)[]; name: string; value: string };

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

const Json: z.ZodType<Json> = z.json();

/** Whom a call is about is not changed by writing another number, nor how it is done by a word that it may not know. */
const isFixed = (name: string) => /(^id|Ids?|^kind|^mode)$/.test(name);

/** Reads JSON text; undefined when it is none. */
export function readJson(text: string): Json | undefined {
  try {
    return Json.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** The texts in an input that can be changed one by one, in their order; null when there are none, or more than can be looked over. */
export function fieldsOf(input: string): InputField[] | null {
  const root = readJson(input);
  if (root === undefined || typeof root !== 'object' || root === null || Array.isArray(root)) return null;
  const fields: InputField[] = [];
  const walk = (value: Json, path: (string | number)[], name: string) => {
    if (typeof value === 'string') {
      if (!isFixed(name)) fields.push({ path, name, value });
    } else if (Array.isArray(value)) {
      for (const [index, each] of value.entries()) walk(each, [...path, index], name);
    } else if (typeof value === 'object' && value !== null) {
      const { label, value: labelled } = value;
      // One thing that is noted of a person: what it is called and the words that say so stay as they are.
      if (typeof label === 'string' && labelled !== undefined)
        return walk(labelled, [...path, 'value'], label);
      for (const [key, each] of Object.entries(value)) walk(each, [...path, key], key);
    }
  };
  walk(root, [], '');
  return fields.length === 0 || fields.length > MAX_FIELDS ? null : fields;
}

const MAX_FIELDS = 12;

/** The input with other texts in the same places. */
export function withTexts(input: string, texts: readonly Pick<InputField, 'path' | 'value'>[]): string {
  const root = readJson(input);
  if (root === undefined) return input;
  const put = (value: Json, [key, ...rest]: readonly (string | number)[], text: string): Json => {
    if (key === undefined) return text;
    if (Array.isArray(value))
      return value.map((each, index) => (index === key ? put(each, rest, text) : each));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => [name, name === key ? put(each, rest, text) : each]),
    );
  };
  return JSON.stringify(texts.reduce((before, { path, value }) => put(before, path, value), root));
}
