import { parseArgs } from 'node:util';
import { OutsideServers, pinOutsideServer } from '@friendsai/butler';
import { z } from 'zod';
import { headersOf } from './tools.ts';

const USAGE = 'pnpm mcp:pin <name> <url> [Header=ENVIRONMENT_VARIABLE …]';

/** Prints what an outside MCP server offers now, as an entry for MCP_SERVERS_FILE. Look at it before you put it there. */
async function main(): Promise<void> {
  const { positionals } = parseArgs({ allowPositionals: true });
  const [name, url, ...pairs] = positionals;
  if (name === undefined || url === undefined) throw new Error(USAGE);
  const headersFromEnv = Object.fromEntries(
    pairs.map((pair) => {
      const [header = '', variable = ''] = pair.split('=');
      return [header, variable];
    }),
  );
  const headers = headersOf(headersFromEnv, process.env);
  const entry = await pinOutsideServer({ url, headers }, { name, headersFromEnv });
  console.log(JSON.stringify(entry, null, 2));
  // What the server would refuse to start with is said here already; fewer tools, or shorter words, may do.
  const checked = OutsideServers.safeParse([entry]);
  if (!checked.success) throw new Error(`This cannot be used as it is:\n${z.prettifyError(checked.error)}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  if (error instanceof Error && error.cause !== undefined) console.error(error.cause);
  process.exitCode = 1;
});
