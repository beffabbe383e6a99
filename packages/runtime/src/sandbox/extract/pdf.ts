import { getDocumentProxy } from 'unpdf';
import { type Content, Unreadable } from './content.ts';
import { MOST } from './most.ts';

/** The text layer of a PDF, page by page. Pages that would come after what is handed out are not opened. */
export async function readPdf(bytes: Uint8Array): Promise<Content> {
  const pdf = await getDocumentProxy(bytes).catch((error: unknown) => {
    throw new Unreadable(
      error instanceof Error && error.name === 'PasswordException' ? 'encrypted' : 'damaged',
    );
  });
  const pages: string[] = [];
  let characters = 0;
  for (let number = 1; number <= pdf.numPages && characters <= MOST.characters; number++) {
    const page = await pdf.getPage(number);
    const { items } = await page.getTextContent();
    const text = items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('');
    pages.push(text);
    characters += text.length;
    page.cleanup();
  }
  const text = pages.join('\n\n').trim();
  if (text === '') throw new Unreadable('scan');
  return { text };
}
