import type { Reason } from './answers.ts';

/** A sheet, or a file that is one table. Rows may differ in length. */
export type Table = { name: string; rows: string[][] };

/** What was found in a file, whatever its format. */
export type Content = { text: string; headings?: string[]; tables?: Table[] };

/** There is no text to be had, and why. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
  readonly reason: Reason;

  constructor(reason: Reason) {
    super(reason);
    this.reason = reason;
  }
}

/** Tables as text: cells parted by tabs, sheets by their names. */
export function textOfTables(tables: readonly Table[]): string {
  return tables
    .map(({ name, rows }) => [...(name ? [name] : []), ...rows.map((row) => row.join('\t'))].join('\n'))
    .join('\n\n');
}
