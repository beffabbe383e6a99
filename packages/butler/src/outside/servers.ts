import { cleanText, ToolRisk } from '@friendsai/schema';
import { z } from 'zod';

const OutsideTool = z.strictObject({
  /** As the server calls it. */
  name: z.string().regex(/^[A-Za-z0-9_./-]{1,128}$/),
  /** What the model is told; an admin may say it better than the server does. */
  description: z.string().max(4_000).transform(cleanText),
  /** What the tool takes, JSON Schema; an admin may make it narrower than the server does. */
  inputSchema: z.looseObject({ type: z.literal('object') }),
  risk: ToolRisk.default('external'),
});
export type OutsideTool = z.infer<typeof OutsideTool>;

const address = z.url({ protocol: /^https?$/ }).refine(
  (url) => {
    const { username, password } = new URL(url);
    return username === '' && password === '';
  },
  { error: 'must hold no user name or password; use headersFromEnv' },
);

const OutsideServer = z.strictObject({
  /** What its tools' names begin with. */
  name: z.string().regex(/^[a-z0-9]{1,20}$/, { error: 'must be 1 to 20 small letters or digits' }),
  url: address,
  /** Header → name of the environment variable that holds its whole value. */
  headersFromEnv: z
    .record(z.string().regex(/^[A-Za-z0-9-]{1,100}$/), z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,99}$/))
    .default({}),
  /** SHA-256 of everything that the server offers, hex, as `pnpm mcp:pin` prints it. */
  toolsHash: z.string().regex(/^[0-9a-f]{64}$/, { error: 'must be 64 hexadecimal digits' }),
  timeoutMs: z.int().min(1_000).max(60_000).default(15_000),
  /** Those that the butler may use: all that the server offers, or fewer. */
  tools: z.array(OutsideTool).min(1).max(100),
});
export type OutsideServer = z.infer<typeof OutsideServer>;

/** The outside servers that an admin has looked at and allowed. */
export const OutsideServers = z
  .array(OutsideServer)
  .max(20)
  .refine((servers) => new Set(servers.map(({ name }) => name)).size === servers.length, {
    error: 'two servers have the same name',
  });
