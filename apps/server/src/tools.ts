import { readFileSync } from 'node:fs';
import { OutsideServers, OWN_TOOLS, outsideTools, type Tool } from '@friendsai/butler';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Env } from './env.ts';

/** Our own tools and those of the outside servers that an admin has allowed. Throws a sentence for each thing that is wrong with their list. */
export function allTools({ MCP_SERVERS_FILE: file }: Env, logger: Logger): readonly Tool[] {
  if (file === undefined) return OWN_TOOLS;
  const servers = OutsideServers.safeParse(readJson(file));
  if (!servers.success) {
    throw new Error(`MCP_SERVERS_FILE (${file}) is not right:\n${z.prettifyError(servers.error)}`);
  }
  const headers = new Map(
    servers.data.map(({ name, headersFromEnv }) => [name, headersOf(headersFromEnv, process.env)]),
  );
  const outside = outsideTools(servers.data, { headersOf: ({ name }) => headers.get(name) ?? {}, logger });
  return [...OWN_TOOLS, ...outside];
}

/** Header → value, of header → variable. Throws when a variable is missing. */
export function headersOf(
  headersFromEnv: Record<string, string>,
  source: NodeJS.ProcessEnv,
): Record<string, string> {
  const headers = Object.entries(headersFromEnv).map(([header, variable]) => {
    const value = source[variable];
    if (!value)
      throw new Error(`${variable} is missing: the outside server's header ${header} is taken from it`);
    return [header, value];
  });
  return Object.fromEntries(headers);
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new Error(`MCP_SERVERS_FILE (${file}) cannot be read as JSON`, { cause });
  }
}
