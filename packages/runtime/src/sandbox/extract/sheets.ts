import { unpack } from './archive.ts';
import { type Content, type Table, textOfTables, Unreadable } from './content.ts';
import { walkXml } from './xml.ts';

const MAX_CELLS = 1_000_000;
/** All cells together. A text is kept once however many cells name it, so a small file can come to much. */
const MAX_CHARACTERS = 32_000_000;
const MAX_COLUMNS = 16_384;
const MS_PER_DAY = 86_400_000;
/** Day 0 of the two calendars that workbooks count in; of the first as it is for days after February 1900. */
const DAY_ZERO = { 1900: Date.UTC(1899, 11, 30), 1904: Date.UTC(1904, 0, 1) } as const;

/** The sheets of an Excel workbook in their order, with shared and inline text, computed values, and dates as dates. */
export function readXlsx(bytes: Uint8Array): Content {
  const parts = unpack(
    bytes,
    /^xl\/(workbook\.xml|_rels\/workbook\.xml\.rels|sharedStrings\.xml|styles\.xml|worksheets\/[^/]+\.xml)$/,
  );
  const workbook = parts.get('xl/workbook.xml');
  if (workbook === undefined) throw new Unreadable('damaged');
  const files = filesOfSheets(parts.get('xl/_rels/workbook.xml.rels') ?? '');
  const shared = sharedTexts(parts.get('xl/sharedStrings.xml') ?? '');
  const isDate = dateStyles(parts.get('xl/styles.xml') ?? '');
  const sheets: { name: string; file: string | undefined }[] = [];
  let dayZero: number = DAY_ZERO[1900];
  walkXml(workbook, {
    open(name, attributes) {
      if (name === 'sheet') {
        sheets.push({ name: attributes['name'] ?? '', file: files.get(attributes['r:id'] ?? '') });
      }
      if (name === 'workbookPr' && /^(1|true)$/.test(attributes['date1904'] ?? '')) dayZero = DAY_ZERO[1904];
    },
  });
  const room = { cells: MAX_CELLS, characters: MAX_CHARACTERS };
  const tables = sheets.map(({ name, file }): Table => {
    const xml = file === undefined ? undefined : parts.get(file);
    return { name, rows: xml === undefined ? [] : rowsOf(xml, { shared, isDate, dayZero }, room) };
  });
  return { text: textOfTables(tables), tables };
}

function filesOfSheets(xml: string): Map<string, string> {
  const files = new Map<string, string>();
  walkXml(xml, {
    open(name, { Id, Target }) {
      if (name === 'Relationship' && Id && Target)
        files.set(Id, Target.startsWith('/') ? Target.slice(1) : `xl/${Target}`);
    },
  });
  return files;
}

/** The workbook's list of texts. How they are read aloud (`rPh`) is not part of them. */
function sharedTexts(xml: string): string[] {
  const texts: string[] = [];
  let inText = false;
  let reading = 0;
  walkXml(xml, {
    open(name) {
      if (name === 'si') texts.push('');
      if (name === 'rPh') reading++;
      inText = name === 't' && reading === 0;
    },
    text(text) {
      if (inText) texts.push((texts.pop() ?? '') + text);
    },
    close(name) {
      if (name === 'rPh') reading--;
      if (name === 't') inText = false;
    },
  });
  return texts;
}

/** Whether the cells of a style are dates. */
function dateStyles(xml: string): (style: number) => boolean {
  const custom = new Map<number, string>();
  const formats: number[] = [];
  let inCells = false;
  walkXml(xml, {
    open(name, attributes) {
      if (name === 'numFmt') custom.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '');
      if (name === 'cellXfs') inCells = true;
      if (name === 'xf' && inCells) formats.push(Number(attributes['numFmtId']));
    },
    close(name) {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return (style) => {
    const format = formats[style] ?? 0;
    const code = custom.get(format)?.replace(/"[^"]*"|\[[^\]]*\]|\\./g, '');
    if (code !== undefined) return /[ymd年月日]/i.test(code);
    return (
      (format >= 14 && format <= 17) ||
      format === 22 ||
      (format >= 27 && format <= 31) ||
      (format >= 50 && format <= 58)
    );
  };
}

type Book = { shared: string[]; isDate: (style: number) => boolean; dayZero: number };

function rowsOf(
  xml: string,
  { shared, isDate, dayZero }: Book,
  room: { cells: number; characters: number },
): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = { column: 0, type: 'n', style: 0, value: '' };
  let inValue = false;
  const shown = ({ type, style, value }: typeof cell): string => {
    if (type === 's') return shared[Number(value)] ?? '';
    if (type === 'b') return value === '1' ? 'TRUE' : 'FALSE';
    if (type !== 'n' || value === '' || !isDate(style)) return value;
    const at = new Date(dayZero + Math.round(Number(value) * MS_PER_DAY));
    return Number.isNaN(at.getTime())
      ? value
      : at.toISOString().replace('T00:00:00.000Z', '').replace('.000Z', '');
  };
  walkXml(xml, {
    open(name, attributes) {
      if (name === 'row') row = [];
      if (name === 'c') {
        const column = columnOf(attributes['r']) ?? row.length;
        cell = { column, type: attributes['t'] ?? 'n', style: Number(attributes['s'] ?? 0), value: '' };
      }
      inValue = name === 'v' || name === 't';
    },
    text(text) {
      if (inValue) cell.value += text;
    },
    close(name) {
      if (name === 'v' || name === 't') inValue = false;
      if (name === 'c' && cell.column < MAX_COLUMNS && cell.column < row.length + room.cells) {
        while (row.length < cell.column) row.push('');
        const text = shown(cell);
        room.characters -= text.length;
        if (room.characters < 0) throw new Unreadable('large');
        row[cell.column] = text;
      }
      if (name === 'row' && room.cells > 0) {
        room.cells -= row.length + 1;
        rows.push(row);
      }
    },
  });
  return rows;
}

/** `C7` is column 2. */
function columnOf(reference: string | undefined): number | null {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? '')?.[0];
  if (letters === undefined) return null;
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}
