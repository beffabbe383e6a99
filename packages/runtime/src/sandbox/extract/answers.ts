import { z } from 'zod';
import { MOST } from './most.ts';

/** The kinds of files whose text can be had. */
export const FileKind = z.enum([
  ...(['text', 'markdown', 'csv', 'tsv', 'json', 'html', 'vcard', 'calendar', 'email'] as const),
  ...(['pdf', 'docx', 'xlsx', 'pptx', 'odt', 'rtf'] as const),
]);
export type FileKind = z.infer<typeof FileKind>;

/** Why there is no text. */
export const Reason = z.enum([
  'picture',
  'archive',
  'media',
  'kind',
  'binary',
  'encrypted',
  'scan',
  'damaged',
  'large',
]);
export type Reason = z.infer<typeof Reason>;

/** What the program says when there is none. */
export const Refusal = z.object({ reason: Reason });

/** The text of a file; `truncated` when there was more of it. */
export const FileText = z.object({
  kind: FileKind,
  text: z.string().max(MOST.characters),
  truncated: z.boolean(),
});
export type FileText = z.infer<typeof FileText>;

const Found = z.object({
  /** All there are; `values` has the first of them, each once. */
  count: z.int().nonnegative(),
  values: z.array(z.string().max(MOST.cell)).max(MOST.found),
});
export type Found = z.infer<typeof Found>;

const Column = z.object({
  name: z.string().max(MOST.cell),
  /** What all its cells are that are not blank. */
  type: z.enum(['number', 'date', 'text', 'empty']),
  blank: z.int().nonnegative(),
  /** For numbers and dates; a date as YYYY-MM-DD. */
  min: z.union([z.number(), z.string().max(MOST.cell)]).nullable(),
  max: z.union([z.number(), z.string().max(MOST.cell)]).nullable(),
  /** For numbers. */
  sum: z.number().nullable(),
});
export type Column = z.infer<typeof Column>;

const Table = z.object({
  /** The sheet's; empty where tables have no names. */
  name: z.string().max(MOST.cell),
  /** Rows of data: without the header, and without rows that are blank. */
  rows: z.int().nonnegative(),
  columns: z.int().nonnegative(),
  hasHeader: z.boolean(),
  figures: z.array(Column).max(MOST.columns),
});
export type TableFigures = z.infer<typeof Table>;

/** What can be counted in a file. Lists are cut to their first entries; the counts are of everything that was read. */
export const FileFigures = z.object({
  kind: FileKind,
  characters: z.int().nonnegative(),
  lines: z.int().nonnegative(),
  /** A Chinese character counts as a word. */
  words: z.int().nonnegative(),
  headings: z.array(z.string().max(MOST.cell)).max(MOST.headings),
  emails: Found,
  phones: Found,
  urls: Found,
  dates: Found,
  tables: z.array(Table).max(MOST.tables),
});
export type FileFigures = z.infer<typeof FileFigures>;
