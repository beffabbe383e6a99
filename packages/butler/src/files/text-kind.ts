/** A byte that no text has: the "binary data bytes" of the WHATWG's standard for telling kinds of file. */
const isBinary = (byte: number) => byte < 0x20 && ![0x09, 0x0a, 0x0c, 0x0d, 0x1b].includes(byte);

const BYTE_ORDER_MARKS = [
  { encoding: 'utf-16le', mark: Buffer.from([0xff, 0xfe]) },
  { encoding: 'utf-16be', mark: Buffer.from([0xfe, 0xff]) },
  { encoding: 'utf-8', mark: Buffer.from([0xef, 0xbb, 0xbf]) },
];

/**
 * The beginning of a text, enough of it to see what kind of text it is, or null when it is none. Text is UTF-16 with its
 * mark, and whatever holds no byte that only binary files have: UTF-8, and GB 18030, Big5, Latin-1 and the like, which nothing
 * in them tells apart for certain. What is not ASCII in those may read wrongly here.
 */
export function textIn(head: Buffer): string | null {
  const marked = BYTE_ORDER_MARKS.find(({ mark }) => head.subarray(0, mark.length).equals(mark));
  if (marked && marked.encoding !== 'utf-8') {
    try {
      // The last letter may be cut in two.
      const text = new TextDecoder(marked.encoding, { fatal: true }).decode(head, { stream: true });
      return [...text].some((letter) => isBinary(letter.codePointAt(0) ?? 0)) ? null : text;
    } catch {
      return null;
    }
  }
  return head.some(isBinary) ? null : new TextDecoder().decode(head);
}

/** Kinds that a text begins with, in upper case. */
const OPENINGS: readonly [opening: string, mediaType: string][] = [
  ['%PDF-', 'application/pdf'],
  ['{\\RTF', 'application/rtf'],
  ['BEGIN:VCALENDAR', 'text/calendar'],
  ['BEGIN:VCARD', 'text/vcard'],
];
/** Programs whose first words say so. */
const PROGRAM_OPENINGS = ['#!', '%!PS'];

/** Kinds that a text's name tells, when what it begins with does not speak against it. */
const BY_NAME: ReadonlyMap<string, { mediaType: string; begins: RegExp }> = new Map([
  ['csv', { mediaType: 'text/csv', begins: /^/ }],
  ['tsv', { mediaType: 'text/tab-separated-values', begins: /^/ }],
  ['md', { mediaType: 'text/markdown', begins: /^/ }],
  ['markdown', { mediaType: 'text/markdown', begins: /^/ }],
  ['json', { mediaType: 'application/json', begins: /^\s*[[{"]/ }],
  ['eml', { mediaType: 'message/rfc822', begins: /^(From |[!-9;-~]+:)/ }],
]);

/**
 * What kind of text it is; null for a program. A page of HTML or an SVG picture is plain text to us: both may carry programs
 * that would run as one of our own pages, so that they are kept and given back, but never shown as what they are.
 */
export function textKind(text: string, extension: string): string | null {
  const opening = text.trimStart().slice(0, 20).toUpperCase();
  if (PROGRAM_OPENINGS.some((program) => opening.startsWith(program))) return null;
  const opened = OPENINGS.find(([start]) => opening.startsWith(start));
  if (opened) return opened[1];
  const named = BY_NAME.get(extension);
  return named?.begins.test(text) ? named.mediaType : 'text/plain';
}
