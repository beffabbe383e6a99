const PREVIEW_CHARS = 120;

/** What Markdown puts around words, which on one line would only be noise. */
const MARKS = /\*\*|__|`+|^[^\S\n]*(?:[-*+>]|#{1,6}|\d+\.)\s+/gm;

/** The first words of a message, on one line, for lists. Cut between characters as people see them. */
export function previewOf(text: string): string {
  const line = text.replace(MARKS, '').replace(/\s+/g, ' ').trim();
  if (line.length <= PREVIEW_CHARS) return line;
  let preview = '';
  for (const { segment } of new Intl.Segmenter().segment(line.slice(0, PREVIEW_CHARS * 2))) {
    if (preview.length + segment.length > PREVIEW_CHARS) break;
    preview += segment;
  }
  return `${preview}…`;
}
