import { pinyin } from 'pinyin-pro';

/** One entry a character for Chinese, the rest as it stands; surnames as surnames (单 is Shàn, not Dān). */
function syllables(name: string): string[] {
  return pinyin(name, { toneType: 'none', type: 'array', surname: 'head', nonZh: 'consecutive', v: true });
}

/** Accents off, lower case: é sorts and is found as e. */
function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/** Where a name sorts in an A–Z list: its pinyin for Chinese, its plain letters otherwise. */
export function sortKeyOf(name: string): string {
  return plain(syllables(name).join(' ')).replace(/\s+/g, ' ').trim();
}

/** The letter of the index a name stands under; `#` for names that begin with anything else. */
export function indexLetterOf(name: string): string {
  const first = sortKeyOf(name).charAt(0).toUpperCase();
  return /^[A-Z]$/.test(first) ? first : '#';
}

/** The words in which a list looks for a person: the name, its pinyin whole and as initials, and the fields given. */
export function searchTextOf(name: string, fields: (string | null | undefined)[]): string {
  const parts = syllables(name).map(plain);
  const initials = parts.map((part) => part.charAt(0)).join('');
  return [
    plain(name),
    name.toLowerCase(),
    parts.join(''),
    initials,
    ...fields.map((field) => plain(field ?? '')),
  ]
    .filter(Boolean)
    .join('\n');
}

/** More words than anybody types to find a person. */
const WORDS_MAX = 8;

/** A query in the form that `searchTextOf` stores, one pattern for each of its words, all of which have to fit; safe inside LIKE. */
export function likePatternsOf(query: string): string[] {
  const words = plain(query.replaceAll('\0', ' ')).split(/\s+/).filter(Boolean);
  return words.slice(0, WORDS_MAX).map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`);
}
