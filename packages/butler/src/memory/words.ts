const fold = (text: string): string => text.normalize('NFKC').toLowerCase();
const HAN_RUN = /\p{Script=Han}+/gu;
const WORD = /[\p{L}\p{N}]+/gu;
/** No text of ours has more; what is beyond is not found by it. */
const MOST_WORDS = 20_000;

/** Chinese is written without spaces: every pair of characters is a word, and so is every character. */
function hanWords(run: string): string[] {
  const characters = [...run];
  return [...characters, ...characters.slice(1).map((second, index) => `${characters[index]}${second}`)];
}

/** The words by which a text is found, each once. */
export function wordsOf(text: string): string[] {
  const folded = fold(text);
  const han = (folded.match(HAN_RUN) ?? []).flatMap(hanWords);
  const others = folded.replace(HAN_RUN, ' ').match(WORD) ?? [];
  return [...new Set([...han, ...others])].slice(0, MOST_WORDS);
}

const quoteLexeme = (word: string): string => `'${word.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;

/**
 * A query as PostgreSQL's tsquery: any of its words, those that are not Chinese by their beginning too. Of Chinese that is longer than
 * a character only the pairs count, since single characters are everywhere. Null for a query without a word.
 */
export function queryOf(text: string): string | null {
  const folded = fold(text);
  const han = (folded.match(HAN_RUN) ?? []).flatMap((run) => {
    const words = hanWords(run);
    const pairs = words.filter((word) => [...word].length === 2);
    return pairs.length > 0 ? pairs : words;
  });
  const others = (folded.replace(HAN_RUN, ' ').match(WORD) ?? []).map((word) => `${quoteLexeme(word)}:*`);
  const terms = [...new Set([...han.map(quoteLexeme), ...others])].slice(0, 100);
  return terms.length === 0 ? null : terms.join(' | ');
}

/** By what two names are the same: case, width and spaces do not count. */
export function nameKeyOf(name: string): string {
  return fold(name).replace(/\s+/g, ' ').trim();
}

const EXCERPT_CHARS = 160;

/** The line of a text that has most of a query's words; without a query, or where no line has any, its first words. */
export function excerptOf(text: string, query: string): string {
  const wanted = wordsOf(query);
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const hits = (line: string) => {
    const folded = fold(line);
    return wanted.filter((word) => folded.includes(word)).length;
  };
  const best = lines.reduce((found, line) => (hits(line) > hits(found) ? line : found), lines[0] ?? '');
  const line = best.trim();
  return line.length <= EXCERPT_CHARS ? line : `${line.slice(0, EXCERPT_CHARS).toWellFormed()}…`;
}
