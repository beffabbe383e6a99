import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { CallToolResultSchema } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';

const Answer = z.object({
  status: z.enum(['done', 'waiting', 'failed', 'rejected']),
  code: z.string().optional(),
  message: z.string().optional(),
  reason: z.string().optional(),
  result: z.record(z.string(), z.unknown()).optional(),
});

/** An outside agent: the stock MCP client, with a token of the user's. */
export async function agentWith(house: { url: string }, token: string) {
  const client = new Client({ name: 'an agent', version: '1' });
  const headers = { authorization: `Bearer ${token}` };
  await client.connect(
    new StreamableHTTPClientTransport(new URL('/mcp', house.url), { requestInit: { headers } }),
  );
  return {
    client,
    /** @param callId what the agent calls this call. */
    async call(name: string, input: Record<string, unknown>, callId?: string) {
      const _meta = callId === undefined ? {} : { 'friendsai/callId': callId };
      const answer = CallToolResultSchema.parse(await client.callTool({ name, arguments: input, _meta }));
      const [content] = answer.content;
      if (content?.type !== 'text') throw new Error('no text');
      return { isError: answer.isError === true, ...Answer.parse(JSON.parse(content.text)) };
    },
  };
}
export type Agent = Awaited<ReturnType<typeof agentWith>>;
