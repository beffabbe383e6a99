import { createHash } from 'node:crypto';
import { FriendsError } from '@friendsai/schema';
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import type { RequestOptions } from '@modelcontextprotocol/sdk/shared/protocol.js';
import { ListToolsResultSchema } from '@modelcontextprotocol/sdk/types.js';
import { canonical } from '../canonical.ts';

/** What of a tool counts: what a model and a person would judge it by, and what it takes. */
export type OfferedTool = { name: string; description: string; inputSchema: Record<string, unknown> };

const MOST_PAGES = 20;

/** All tools that a server offers now, page by page. Errors: TOO_LARGE for a list without an end. */
export async function readOffer(client: Client, options: RequestOptions): Promise<OfferedTool[]> {
  const offer: OfferedTool[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    // Not the client's own `listTools`, which would make programs of the schemas that a stranger sends.
    const { tools, nextCursor } = await client.request(
      { method: 'tools/list', params: cursor === undefined ? {} : { cursor } },
      ListToolsResultSchema,
      options,
    );
    for (const { name, description = '', inputSchema } of tools)
      offer.push({ name, description, inputSchema });
    if (nextCursor === undefined) return offer;
    cursor = nextCursor;
  }
  throw new FriendsError('TOO_LARGE');
}

/** The same for the same offer, whatever order its tools and keys came in. */
export function toolsHashOf(offer: readonly OfferedTool[]): string {
  const tools = offer.map(({ name, description, inputSchema }) =>
    JSON.stringify(canonical({ name, description, inputSchema })),
  );
  return createHash('sha256').update(JSON.stringify(tools.sort())).digest('hex');
}
