/**
 * An excerpt cut where the words stand that were looked for, so that they can be shown: every second part is one that was found.
 *
 * @param query words between spaces; case and width do not matter.
 */
export function cutAtWords(excerpt: string, query: string): string[] {
  const words = query.split(/\s+/u).filter(Boolean).map(escaped);
  if (words.length === 0) return [excerpt];
  // The longest first, or a short word would cut a long one in two.
  words.sort((a, b) => b.length - a.length);
  return excerpt.split(new RegExp(`(${words.join('|')})`, 'giu'));
}

const escaped = (word: string) => word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** Markdown's marks are for the page and not for one line of a list. */
export const plainLine = (markdown: string): string =>
  markdown
    .replace(/^\s*(?:#{1,6}|>|[-*+]|\d+\.)\s+/gmu, '')
    .replace(/(\*\*|__|~~|`)(.+?)\1/gu, '$2')
    .replace(/\[([^\]]*)\]\([^)]*\)/gu, '$1')
    .replace(/\s+/gu, ' ')
    .trim();
