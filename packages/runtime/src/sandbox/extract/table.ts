import Papa from 'papaparse';
import { type Content, type Table, textOfTables } from './content.ts';

/** A file of values parted by commas, semicolons or tabs, whichever it is that it uses. */
export function readTable(source: string, delimiter: '' | '\t'): Content {
  const { data } = Papa.parse<string[]>(source, { delimiter, skipEmptyLines: true });
  const tables: Table[] = [{ name: '', rows: data }];
  return { text: textOfTables(tables), tables };
}
