import { answer } from './answer.ts';
import type { Content } from './content.ts';
import { decode } from './decode.ts';
import { readEmail } from './email.ts';
import { readHtml } from './html.ts';
import { readDocx, readOdt, readPptx } from './office.ts';
import { readRtf } from './rtf.ts';
import { readXlsx } from './sheets.ts';
import { readTable } from './table.ts';

// Every kind but PDF, whose library is ten times as large as all of this.
await answer({
  text: (bytes) => ({ text: decode(bytes) }),
  json: (bytes) => ({ text: decode(bytes) }),
  markdown: (bytes) => readMarkdown(decode(bytes)),
  csv: (bytes) => readTable(decode(bytes), ''),
  tsv: (bytes) => readTable(decode(bytes), '\t'),
  html: (bytes) => readHtml(decode(bytes)),
  vcard: (bytes) => ({ text: unfolded(decode(bytes)) }),
  calendar: (bytes) => ({ text: unfolded(decode(bytes)) }),
  email: readEmail,
  docx: readDocx,
  xlsx: readXlsx,
  pptx: readPptx,
  odt: readOdt,
  rtf: (bytes) => ({ text: readRtf(Buffer.from(bytes).toString('latin1')) }),
});

function readMarkdown(text: string): Content {
  const headings = [...text.matchAll(/^#{1,6}[ \t]+(\S.*)$/gm)].map(([, heading = '']) => heading.trim());
  return { text, headings };
}

/** Address cards and calendars break long lines and begin the next with a blank. */
function unfolded(text: string): string {
  return text.replace(/\r?\n[ \t]/g, '');
}
