import { z } from 'zod';

/** Longest text of one message, in UTF-16 code units. A pasted chapter fits, a pasted book does not. */
export const MESSAGE_MAX_CHARS = 20_000;
/** Longest short field, such as a name. Three hundred letters must work: some names are that long. */
export const NAME_MAX_CHARS = 400;

// Control characters except tab and line feed; and U+2066–U+2069/U+202A–U+202E, with which a text can
// be made to read otherwise than it is stored ("Trojan Source", CVE-2021-42574).
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it removes
const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/**
 * Makes text from outside safe to store and show: line ends become \n, control and direction-override
 * characters go, broken surrogates become U+FFFD (PostgreSQL refuses them), the form is NFC.
 */
export function cleanText(raw: string): string {
  return raw.replace(/\r\n?/g, '\n').replace(UNSAFE, '').toWellFormed().normalize('NFC');
}

/** A text that must say something: cleaned, trimmed, 1 to `max` characters. */
export function textInput(max: number) {
  return z
    .string()
    .max(max, { error: `must be at most ${max} characters` })
    .transform((raw) => cleanText(raw).trim())
    .pipe(z.string().min(1, { error: 'must not be empty' }));
}

/** One line of text: as `textInput`, with line breaks and tabs turned into spaces. */
export function lineInput(max: number) {
  return z
    .string()
    .max(max, { error: `must be at most ${max} characters` })
    .transform((raw) => cleanText(raw).replace(/\s+/g, ' ').trim())
    .pipe(z.string().min(1, { error: 'must not be empty' }));
}

/** A field that may be cleared: an empty or blank line is null. */
export function optionalLine(max: number) {
  return z
    .string()
    .max(max, { error: `must be at most ${max} characters` })
    .nullable()
    .transform((raw) => (raw === null ? null : cleanText(raw).replace(/\s+/g, ' ').trim() || null));
}
