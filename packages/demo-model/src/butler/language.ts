export type Language = 'zh' | 'en';

/** The language of a message: the one that most of its words are in; on a tie the one that it opens with. */
export function languageOf(text: string): Language {
  const chinese = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  const latin = text.match(/\p{Script=Latin}+/gu)?.length ?? 0;
  if (chinese !== latin) return chinese > latin ? 'zh' : 'en';
  return /^\P{L}*\p{Script=Han}/u.test(text) ? 'zh' : 'en';
}

/** One thing to say, as it is said in each language. */
export type Saying = Record<Language, string>;

const LONGEST_QUOTE = 120;

/** Words of others within our own: on one line, no longer than a glance, and never read as markdown. */
export function literal(text: string): string {
  // Far more than is shown, so that a very long text costs no more than a long one.
  const line = [
    ...text
      .slice(0, LONGEST_QUOTE * 8)
      .replace(/\s+/g, ' ')
      .trim(),
  ];
  const short = line.length > LONGEST_QUOTE ? `${line.slice(0, LONGEST_QUOTE).join('')}…` : line.join('');
  return short.replace(/[\\`*_[\]<>~]/g, '\\$&');
}

/** A quotation; its full stop is left to our own sentence. */
export function quoted(text: string): Saying {
  const words = literal(text).replace(/(?<![.。])[.。]$/, '');
  return { zh: `「${words}」`, en: `“${words}”` };
}
