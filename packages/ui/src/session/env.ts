import { z } from 'zod';

const optional = z.preprocess((value) => (value === '' ? undefined : value), z.string().optional());

/** The settings that web and h5 read. Each one is documented in .env.example (held by a test). */
export const SessionEnv = z.object({
  /** Shared with the server: encrypts the session cookie. */
  AUTH_SECRET: z.string().min(32),
  /** Where browsers, and these apps, reach the server. */
  API_URL: z.url().default('http://localhost:4000'),
  GITHUB_ID: optional,
  GITHUB_SECRET: optional,
  GOOGLE_ID: optional,
  GOOGLE_SECRET: optional,
});
export type SessionEnv = z.infer<typeof SessionEnv>;

/** Read when it is needed and not at build time: one build serves every deployment. */
export const sessionEnv = (): SessionEnv => SessionEnv.parse(process.env);
