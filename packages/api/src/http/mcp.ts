import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Butler, manifestOf, type TokenCaller, type Tool } from '@friendsai/butler';
import { FriendsError } from '@friendsai/schema';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import {
  CallToolRequestSchema,
  ListToolsRequestSchema,
  type Tool as McpTool,
} from '@modelcontextprotocol/sdk/types.js';
import type { Logger } from 'pino';
import { resolveToken } from '../resolver.ts';
import { readBody } from './body.ts';

const MAX_BODY_BYTES = 256 * 1024;

/** What an agent calls its call, in the request's `_meta`: asked for again under this name, it is done once. */
const CALL_ID = 'friendsai/callId';

const INSTRUCTIONS = `The user's relationships: people, what is known of them, reminders, memory. Ids of people come from contact_find.
A call that is answered with "waiting" waits for the user, who is asked in FriendsAI. To hear what became of it, send the same call
with the same _meta["${CALL_ID}"]; give each call that writes a new one.`;

export type McpDeps = { butler: Butler; requestId: string; logger: Logger };

/**
 * `/mcp`: the tools, for outside agents, by the Model Context Protocol (streamable HTTP). Every request stands by itself: it brings its
 * token, and there is no session that could outlive one. Only a personal access token opens it, and no page does, whatever it brings:
 * a browser says where a page is from. Errors: FORBIDDEN, UNAUTHORIZED, RATE_LIMITED, TOO_LARGE, INVALID_INPUT.
 */
export async function handleMcp(req: IncomingMessage, res: ServerResponse, deps: McpDeps): Promise<void> {
  const { butler, requestId, logger } = deps;
  if (req.headers.origin !== undefined) throw new FriendsError('FORBIDDEN');
  const caller = await resolveToken(butler, req.headers, requestId);
  if (!caller) {
    res.setHeader('www-authenticate', 'Bearer realm="FriendsAI"');
    throw new FriendsError('UNAUTHORIZED');
  }
  await butler.toolCalls.ofMcp.admit(caller);
  if (req.method !== 'POST') {
    // Nothing is said unasked, so there is no stream to open, and no session to end.
    res.writeHead(405, { allow: 'POST' }).end();
    return;
  }
  const message = await readMessage(req);
  const server = serverFor(butler, caller);
  res.setHeader('cache-control', 'no-store');
  const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });
  res.on('close', () => {
    server.close().catch((error: unknown) => logger.warn({ err: error, requestId }, 'not closed'));
  });
  await server.connect(transport);
  await transport.handleRequest(req, res, message);
}

async function readMessage(req: IncomingMessage): Promise<object> {
  const body = await readBody(req, MAX_BODY_BYTES);
  let message: unknown;
  try {
    message = JSON.parse(body.toString('utf8'));
  } catch (cause) {
    throw new FriendsError('INVALID_INPUT', { cause });
  }
  // A batch would be many requests that count as one.
  if (typeof message !== 'object' || message === null || Array.isArray(message)) {
    throw new FriendsError('INVALID_INPUT');
  }
  return message;
}

/** What speaks the protocol, for one request of one caller. */
function serverFor(butler: Butler, caller: TokenCaller): Server {
  const { ofMcp } = butler.toolCalls;
  const server = new Server(
    { name: 'friendsai', version: '0.1.0' },
    { capabilities: { tools: {} }, instructions: INSTRUCTIONS },
  );
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: ofMcp.tools().map(offered) }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }) => {
    const { text, isError } = await ofMcp.call(caller, {
      toolName: params.name,
      input: params.arguments ?? {},
      callId: params._meta?.[CALL_ID],
    });
    return { content: [{ type: 'text', text }], isError };
  });
  return server;
}

function offered(tool: Tool): McpTool {
  const { name, description, inputSchema } = manifestOf(tool);
  const { risk } = tool;
  return {
    name,
    description,
    inputSchema: { ...inputSchema, type: 'object' },
    annotations: {
      readOnlyHint: risk === 'read',
      // What is written here can be taken back; what has left the house cannot.
      destructiveHint: risk === 'external',
      openWorldHint: risk === 'external',
    },
  };
}
