/** What the gateway puts before each message: `[Mon 2026-11-23 02:49 UTC] `. */
const STAMP = /^\s*\[[A-Za-z]{3} (\d{4}-\d{2}-\d{2}) \d{2}:\d{2}[^\]\n]*\] */;
/** A block that it may put before the words: a heading that calls what follows untrusted, then JSON in a fence. */
const ABOUT_BLOCK = /^\s*[^\n]* \(untrusted[^\n)]*\):\n```(?:json)?\n[\s\S]*?\n```[ \t]*(?:\n|$)/;
/** Rows that it writes in the user's name when it takes up again what a restart had broken off. */
const OWN_ROW = /^\[System\] Your previous turn was interrupted/;

/**
 * The user's own words in a message that came through the gateway (2026.7.35), or null when it is the gateway that speaks.
 * Taken off are one stamp and the blocks at the head; brackets of the user's own stay.
 */
export function userWords(text: string): string | null {
  let words = text.replace(STAMP, '');
  const stamped = words.length < text.length;
  while (ABOUT_BLOCK.test(words)) words = words.replace(ABOUT_BLOCK, '');
  if (!stamped) words = words.replace(STAMP, '');
  return OWN_ROW.test(words) ? null : words.trim();
}

/** The day on which a message was sent, by the stamp at its head, as `YYYY-MM-DD` and in the gateway's own time zone. */
export function stampedDay(text: string): string | null {
  let rest = text;
  while (ABOUT_BLOCK.test(rest)) rest = rest.replace(ABOUT_BLOCK, '');
  return STAMP.exec(rest)?.[1] ?? null;
}
