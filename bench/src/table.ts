/** One figure beside what it is held against, both of the same run. The unit stands in the figure's name. */
export type Row = {
  figure: string;
  measured: number;
  reference: number | null;
  /** Ratio or difference of the two; null where the figure stands for itself. */
  compared: { how: 'ratio' | 'difference'; value: number } | null;
  /** What the compared value (or, without one, the figure) is to reach; null where nothing was set. */
  aim: Aim | null;
};

export type Aim = { atMost: number } | { atLeast: number };

export type Table = {
  title: string;
  /** What was measured, against what, and how often. */
  about: string;
  rows: readonly Row[];
  /** What a reader must know to read the figures rightly. */
  notes: readonly string[];
};

/** The measured figure divided by its reference. */
export function ratioRow(figure: string, measured: number, reference: number, aim: Aim | null): Row {
  return { figure, measured, reference, compared: { how: 'ratio', value: measured / reference }, aim };
}

/** What the measured figure has over its reference. */
export function differenceRow(figure: string, measured: number, reference: number, aim: Aim | null): Row {
  return { figure, measured, reference, compared: { how: 'difference', value: measured - reference }, aim };
}

/** A figure whose aim is on itself; the reference is shown for comparison. */
export function plainRow(figure: string, measured: number, reference: number | null, aim: Aim | null): Row {
  return { figure, measured, reference, compared: null, aim };
}

/** Whether the aim was met; null where there is none. */
function isMet({ measured, compared, aim }: Row): boolean | null {
  if (!aim) return null;
  const value = compared?.value ?? measured;
  return 'atMost' in aim ? value <= aim.atMost : value >= aim.atLeast;
}

function written(value: number): string {
  const digits = Math.abs(value) >= 1_000 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

function cellsOf(row: Row): string[] {
  const { figure, measured, reference, compared, aim } = row;
  const met = isMet(row);
  const limit = aim && ('atMost' in aim ? `≤ ${written(aim.atMost)}` : `≥ ${written(aim.atLeast)}`);
  return [
    figure,
    written(measured),
    reference === null ? '' : written(reference),
    compared ? `${written(compared.value)} (${compared.how})` : '',
    limit ?? '',
    met === null ? '' : met ? 'met' : '**missed**',
  ];
}

const HEAD = ['figure', 'measured', 'reference', 'compared', 'aim', ''];

/** The table in Markdown, aligned, so that it reads in a terminal and goes into the README as it is. */
export function renderTable({ title, about, rows, notes }: Table): string {
  const body = rows.map(cellsOf);
  const widths = HEAD.map((head, column) =>
    Math.max(3, head.length, ...body.map((cells) => (cells[column] ?? '').length)),
  );
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, column) => (column === 0 ? (cells[column] ?? '').padEnd(width) : (cells[column] ?? '').padStart(width))).join(' | ')} |`;
  const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [
    `### ${title}`,
    '',
    about,
    '',
    line(HEAD),
    rule,
    ...body.map(line),
    ...(notes.length > 0 ? ['', ...notes.map((note) => `- ${note}`)] : []),
    '',
  ].join('\n');
}
