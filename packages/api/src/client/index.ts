/** The types of the API, for clients. Imports nothing of the server's at run time. */
export type { AppRouter } from '../router.ts';
