import { fileURLToPath } from 'node:url';

/** The checkout's root. */
export const REPO = fileURLToPath(new URL('../../../', import.meta.url));
