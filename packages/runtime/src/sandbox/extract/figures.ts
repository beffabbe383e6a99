import type { Column, FileFigures, FileKind, Found, TableFigures } from './answers.ts';
import type { Content, Table } from './content.ts';
import { MOST } from './most.ts';

const EMAIL = /[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}/gi;
const LINK = /\bhttps?:\/\/[^\s<>"'，。；）)\]]{1,2000}/gi;
const DATE =
  /\b(?:19|20)\d\d(?<mark>[-/.])(?:0?[1-9]|1[0-2])\k<mark>(?:0?[1-9]|[12]\d|3[01])\b|(?:19|20)\d\d年(?:0?[1-9]|1[0-2])月(?:0?[1-9]|[12]\d|3[01])日/g;
const PHONE = /(?<![\w.+-])\+?\(?\d(?:[ ()./-]{0,2}\d){6,14}(?![\w-])/g;
const WORD = /\p{Script=Han}|[[\p{L}\p{N}'’]--\p{Script=Han}]+/gv;

/** Counts what is in a file. */
export function figuresOf(kind: FileKind, { text, headings = [], tables = [] }: Content): FileFigures {
  const withoutDates = text.replace(DATE, ' ');
  return {
    kind,
    characters: text.length,
    lines: text === '' ? 0 : text.replace(/\n$/, '').split('\n').length,
    words: count(text, WORD),
    headings: headings.slice(0, MOST.headings).map(cut),
    emails: found(text, EMAIL),
    phones: found(withoutDates, PHONE),
    urls: found(text, LINK),
    dates: found(text, DATE),
    tables: tables.slice(0, MOST.tables).map(tableFigures),
  };
}

function count(text: string, pattern: RegExp): number {
  let sum = 0;
  for (const _ of text.matchAll(pattern)) sum++;
  return sum;
}

function found(text: string, pattern: RegExp): Found {
  const values = new Set<string>();
  let sum = 0;
  for (const [value] of text.matchAll(pattern)) {
    sum++;
    if (values.size < MOST.found) values.add(cut(value));
  }
  return { count: sum, values: [...values] };
}

function tableFigures({ name, rows: all }: Table): TableFigures {
  const rows = all.filter((row) => row.some((cell) => cell.trim() !== ''));
  const columns = rows.reduce((most, row) => Math.max(most, row.length), 0);
  const [first, ...rest] = rows;
  const hasHeader = first !== undefined && rest.length > 0 && isHeader(first);
  const data = hasHeader ? rest : rows;
  const figures = Array.from({ length: Math.min(columns, MOST.columns) }, (_, index) =>
    columnFigures(
      hasHeader ? (first[index] ?? '') : '',
      data.map((row) => (row[index] ?? '').trim()),
    ),
  );
  return { name: cut(name), rows: data.length, columns, hasHeader, figures };
}

/** Names, each once, and nothing that is a value. */
function isHeader(row: string[]): boolean {
  const names = row.map((cell) => cell.trim()).filter(Boolean);
  return (
    names.length > 0 &&
    new Set(names).size === names.length &&
    names.every((name) => numberOf(name) === null && dayOf(name) === null)
  );
}

function columnFigures(name: string, cells: string[]): Column {
  const filled = cells.filter(Boolean);
  const column = { name: cut(name.trim()), blank: cells.length - filled.length, sum: null };
  if (filled.length === 0) return { ...column, type: 'empty', min: null, max: null };
  const numbers = all(filled, numberOf);
  if (numbers) {
    const [min, max] = [least(numbers), least(numbers.map((value) => -value))];
    return { ...column, type: 'number', min, max: -max, sum: numbers.reduce((sum, value) => sum + value, 0) };
  }
  const days = all(filled, dayOf)?.toSorted();
  if (days) return { ...column, type: 'date', min: days[0] ?? null, max: days.at(-1) ?? null };
  return { ...column, type: 'text', min: null, max: null };
}

function all<Value>(cells: string[], read: (cell: string) => Value | null): Value[] | null {
  const values: Value[] = [];
  for (const cell of cells) {
    const value = read(cell);
    if (value === null) return null;
    values.push(value);
  }
  return values;
}

const least = (values: number[]) =>
  values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);

/** `1,234.50`, `¥12`, `15%` (as it is written: 15). A number that begins with 0 is a code, as of a telephone. */
function numberOf(cell: string): number | null {
  const plain = cell.replace(/^[-+]?[¥$€£]/, (sign) => sign.replace(/[¥$€£]/, '')).replace(/%$/, '');
  if (!/^[-+]?(?:\d{1,3}(?:,\d{3})+|\d{1,15})?(?:\.\d+)?(?:e[-+]?\d{1,3})?$/i.test(plain)) return null;
  if (/^[-+]?0\d/.test(plain)) return null;
  const value = Number(plain.replaceAll(',', ''));
  return plain === '' || !Number.isFinite(value) ? null : value;
}

/** A day, with or without its hour, as YYYY-MM-DD. */
function dayOf(cell: string): string | null {
  const parts =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?$/.exec(cell);
  if (!parts) return null;
  const [, year = '', month = '', day = ''] = parts;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

function cut(text: string): string {
  return text.slice(0, MOST.cell);
}
