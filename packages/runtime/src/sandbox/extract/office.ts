import { unpack } from './archive.ts';
import { type Content, Unreadable } from './content.ts';
import { walkXml } from './xml.ts';

type Dialect = { paragraph: RegExp; run: RegExp; tab: RegExp; lineBreak: RegExp; heading: RegExp };

const WORD: Dialect = {
  paragraph: /^w:p$/,
  run: /^w:t$/,
  tab: /^w:tab$/,
  lineBreak: /^w:(br|cr)$/,
  heading: /^(heading|title|[1-6]$)/i,
};
const SLIDES: Dialect = {
  paragraph: /^a:p$/,
  run: /^a:t$/,
  tab: /^a:tab$/,
  lineBreak: /^a:br$/,
  heading: /^(ctrTitle|title)$/,
};

/** A Word document's text, with its foot- and endnotes. */
export function readDocx(bytes: Uint8Array): Content {
  const parts = unpack(bytes, /^word\/(document|footnotes|endnotes)\.xml$/);
  if (!parts.has('word/document.xml')) throw new Unreadable('damaged');
  return joined(
    ['document', 'footnotes', 'endnotes'].map((name) => paragraphs(parts.get(`word/${name}.xml`), WORD)),
  );
}

/** A presentation's text, slide by slide, each with its notes. */
export function readPptx(bytes: Uint8Array): Content {
  const parts = unpack(bytes, /^ppt\/(slides|notesSlides)\/(slide|notesSlide)\d+\.xml$/);
  const numbers = [...parts.keys()].flatMap((name) => /\/slide(\d+)\.xml$/.exec(name)?.[1] ?? []).map(Number);
  if (numbers.length === 0) throw new Unreadable('damaged');
  return joined(
    numbers
      .sort((a, b) => a - b)
      .flatMap((number) => [`ppt/slides/slide${number}.xml`, `ppt/notesSlides/notesSlide${number}.xml`])
      .map((name) => paragraphs(parts.get(name), SLIDES)),
  );
}

/** An OpenDocument text's. */
export function readOdt(bytes: Uint8Array): Content {
  const xml = unpack(bytes, /^content\.xml$/).get('content.xml');
  if (xml === undefined) throw new Unreadable('damaged');
  const lines: string[] = [];
  const headings: string[] = [];
  const open: string[] = [];
  walkXml(xml, {
    open(name, attributes) {
      if (name === 'text:p' || name === 'text:h') open.push('');
      if (name === 'text:tab') add('\t');
      if (name === 'text:line-break') add('\n');
      if (name === 'text:s') add(' '.repeat(Math.min(Number(attributes['text:c'] ?? 1) || 1, 100)));
    },
    text: add,
    close(name) {
      if (name !== 'text:p' && name !== 'text:h') return;
      const line = open.pop() ?? '';
      lines.push(line);
      if (name === 'text:h') headings.push(line.trim());
    },
  });
  return { text: lines.join('\n'), headings };

  function add(text: string): void {
    const last = open.length - 1;
    if (last >= 0) open[last] += text;
  }
}

function paragraphs(xml: string | undefined, dialect: Dialect): { lines: string[]; headings: string[] } {
  const lines: string[] = [];
  const headings: string[] = [];
  let line = '';
  let inRun = false;
  let isHeading = false;
  walkXml(xml ?? '', {
    open(name, attributes) {
      if (dialect.run.test(name)) inRun = true;
      else if (dialect.tab.test(name)) line += '\t';
      else if (dialect.lineBreak.test(name)) line += '\n';
      else if (name === 'w:pStyle') isHeading = dialect.heading.test(attributes['w:val'] ?? '');
      // On a slide the whole shape is a title or not.
      else if (name === 'p:ph') isHeading = dialect.heading.test(attributes['type'] ?? '');
    },
    text(text) {
      if (inRun) line += text;
    },
    close(name) {
      if (dialect.run.test(name)) inRun = false;
      else if (name === 'p:sp') isHeading = false;
      else if (dialect.paragraph.test(name)) {
        lines.push(line);
        if (isHeading && line.trim()) headings.push(line.trim());
        if (name === 'w:p') isHeading = false;
        line = '';
      }
    },
  });
  return { lines, headings };
}

function joined(parts: { lines: string[]; headings: string[] }[]): Content {
  return {
    text: parts
      .map(({ lines }) => lines.join('\n').trim())
      .filter(Boolean)
      .join('\n\n'),
    headings: parts.flatMap(({ headings }) => headings),
  };
}
