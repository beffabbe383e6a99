// Apart from the shapes of the answers, so that the program does not take their library into the sandbox.

/** How much is handed out. What reads the answers holds the programs inside the sandbox to it. */
export const MOST = {
  characters: 200_000,
  found: 50,
  headings: 100,
  tables: 50,
  columns: 200,
  cell: 200,
} as const;

/** How the program ends when it says why there is no text. */
export const REFUSED_EXIT_CODE = 3;
