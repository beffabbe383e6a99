import type { Content } from './content.ts';
import { walkHtml } from './xml.ts';

const UNSEEN = new Set(['script', 'style', 'noscript', 'template', 'head', 'svg']);
const BLOCKS = new Set([
  ...['p', 'div', 'br', 'li', 'tr', 'table', 'ul', 'ol', 'section', 'article', 'header', 'footer', 'pre'],
  ...['blockquote', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'hr', 'dt', 'dd', 'title', 'body'],
]);
/** Elements without an inside, which are reported as closed at once. */
const HOLLOW = new Set(['br', 'hr']);
const HEADING = /^h[1-6]$/;

/** What a reader of the page would see, without running anything of it. */
export function readHtml(html: string): Content {
  const parts: string[] = [];
  const headings: string[] = [];
  let unseen = 0;
  let headingFrom: number | null = null;
  walkHtml(html, {
    open(name) {
      if (UNSEEN.has(name)) unseen++;
      if (BLOCKS.has(name)) parts.push('\n');
      if (name === 'td' || name === 'th') parts.push('\t');
      if (HEADING.test(name)) headingFrom = parts.length;
    },
    text(text) {
      if (unseen === 0) parts.push(text.replace(/\s+/g, ' '));
    },
    close(name) {
      if (UNSEEN.has(name)) unseen--;
      if (HEADING.test(name) && headingFrom !== null) {
        headings.push(parts.slice(headingFrom).join('').trim());
        headingFrom = null;
      }
      if (BLOCKS.has(name) && !HOLLOW.has(name)) parts.push('\n');
    },
  });
  return { text: tidy(parts.join('')), headings };
}

/** At most one empty line at a time, and no blanks around a line's ends. */
function tidy(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(/^[ ]+|[ ]+$/g, '').replace(/^\t/, ''))
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
