import { Unreadable } from './content.ts';

/** Groups that are not the document's text. */
const ASIDE =
  /^(\*|fonttbl|colortbl|stylesheet|info|pict|object|header[lrf]?|footer[lrf]?|generator|listtable|listoverridetable|themedata|datastore|xmlnstbl)$/;
const BREAKS: Record<string, string> = {
  par: '\n',
  line: '\n',
  row: '\n',
  page: '\n',
  sect: '\n',
  tab: '\t',
  cell: '\t',
};
const SIGNS: Record<string, string> = {
  ...{ emdash: '—', endash: '–', lquote: '‘', rquote: '’', ldblquote: '“', rdblquote: '”', bullet: '•' },
};
const ENCODINGS: Record<string, string> = { 936: 'gb18030', 950: 'big5', 932: 'shift_jis', 949: 'euc-kr' };

const TOKEN =
  /\\u(-?\d{1,6}) ?|\\'([0-9a-fA-F]{2})|\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)/g;

type State = { aside: boolean; skip: number };

/** The text of Rich Text, given one character for each byte, in the code page that the document names or as Unicode. */
export function readRtf(source: string): string {
  if (!source.startsWith('{\\rtf')) throw new Unreadable('damaged');
  const parts: string[] = [];
  const stack: State[] = [];
  let state: State = { aside: false, skip: 1 };
  let decoder = new TextDecoder('windows-1252');
  let bytes: number[] = [];
  /** What still stands for a character that was already given as Unicode. */
  let replaced = 0;
  const say = (text: string) => {
    if (bytes.length > 0) parts.push(decoder.decode(Uint8Array.from(bytes)));
    bytes = [];
    if (!state.aside) parts.push(text);
  };
  for (const [, unicode, hex, word, number, sign, brace, plain] of source.matchAll(TOKEN)) {
    if (hex !== undefined) {
      if (replaced > 0) replaced--;
      else if (!state.aside) bytes.push(Number.parseInt(hex, 16));
    } else if (unicode !== undefined) {
      say(String.fromCharCode(Number(unicode) & 0xffff));
      replaced = state.skip;
    } else if (brace === '{') {
      say('');
      stack.push({ ...state });
    } else if (brace === '}') {
      say('');
      state = stack.pop() ?? state;
      replaced = 0;
    } else if (word !== undefined) {
      if (word === 'ansicpg') decoder = new TextDecoder(ENCODINGS[number ?? ''] ?? 'windows-1252');
      else if (word === 'uc') state.skip = Math.min(Math.max(Number(number ?? 1), 0), 8);
      else if (ASIDE.test(word)) state.aside = true;
      else say(BREAKS[word] ?? SIGNS[word] ?? '');
    } else if (sign !== undefined) {
      if (sign === '*') state.aside = true;
      else if (/[\\{}]/.test(sign)) say(sign);
      else if (sign === '~') say(' ');
    } else if (plain !== undefined) {
      // As bytes: the second one of a Chinese character may look like a letter.
      if (!state.aside) bytes.push(...Buffer.from(plain.slice(replaced), 'latin1'));
      replaced = Math.max(0, replaced - plain.length);
    }
  }
  say('');
  return parts.join('');
}
