import { randomUUID } from 'node:crypto';
import { channels, type Tx, toolCalls } from '@friendsai/db';
import { type Limiter, tenantKey } from '@friendsai/redis';
import { ChannelId, FriendsError, JOURNAL } from '@friendsai/schema';
import { and, eq, gt, inArray, isNull, sql } from 'drizzle-orm';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { TokenCaller } from '../caller.ts';
import type { Registry } from '../tools/registry.ts';
import type { Tool } from '../tools/tool.ts';
import { failedAnswer } from './answers.ts';
import { type CallDeps, type CallPlace, callTool } from './call.ts';
import { mcpKeyOf } from './call-row.ts';

export type McpDeps = { calling: CallDeps; registry: Registry; limiter: Limiter; logger: Logger };

/** A call of an outside agent's. */
export type McpCall = {
  toolName: string;
  input: unknown;
  /** What the agent calls this call, so that it may ask for it again; without it every call is a new one. */
  callId: unknown;
};

/** For each token: far more than an agent at work needs, too little to be a burden. */
const REQUESTS = { points: 120, durationSec: 60 };

/** Needs a message that it is about, and outside a conversation there is none. */
const NOT_HERE: ReadonlySet<string> = new Set(['journal_concerns']);

const CallId = z
  .string()
  .regex(/^[A-Za-z0-9._:-]{1,100}$/)
  .optional();
const Answer = z.object({ status: z.string() });

/** Tool calls of outside agents that hold a personal access token of the user's. */
export function createMcpCalls({ calling, registry, limiter, logger }: McpDeps) {
  const tools = registry.all.filter(({ name }) => !NOT_HERE.has(name));
  const untrustedReads = registry.all.filter((tool) => tool.readsUntrusted).map(({ name }) => name);

  /** The journal, held until the transaction ends: an outside agent speaks from no conversation about one person. */
  async function placeOf(tx: Tx, { tenantId, tokenId }: TokenCaller, tool: Tool): Promise<CallPlace> {
    const [journal] = await tx
      .select({ id: channels.id })
      .from(channels)
      .where(and(eq(channels.tenantId, tenantId), isNull(channels.contactId)))
      .for('key share');
    if (!journal) throw new FriendsError('NOT_FOUND');
    return {
      tenantId,
      contactId: JOURNAL,
      channelId: ChannelId.parse(journal.id),
      runId: null,
      messageId: null,
      // Of what only looks nobody asks.
      isUntrusted: tool.risk === 'write' && (await hasReadUntrusted(tx, { tenantId, tokenId })),
    };
  }

  /** Whether the agent was given words of others within the last hour. They may have told it what to write. */
  async function hasReadUntrusted(
    tx: Tx,
    { tenantId, tokenId }: Pick<TokenCaller, 'tenantId' | 'tokenId'>,
  ): Promise<boolean> {
    const [read] = await tx
      .select({ id: toolCalls.id })
      .from(toolCalls)
      .where(
        and(
          eq(toolCalls.tenantId, tenantId),
          // Calls of a conversation have one; the index leaves them out.
          isNull(toolCalls.runId),
          sql`starts_with(${toolCalls.callKey}, ${mcpKeyOf(tokenId)})`,
          inArray(toolCalls.tool, untrustedReads),
          eq(toolCalls.state, 'succeeded'),
          gt(toolCalls.endedAt, sql`now() - interval '1 hour'`),
        ),
      )
      .limit(1);
    return read !== undefined;
  }

  return {
    /** What an outside agent may call. */
    tools: (): readonly Tool[] => tools,

    /** Counts a request of a token's. Errors: RATE_LIMITED with the time to wait, DEPENDENCY_UNAVAILABLE. */
    admit: ({ tenantId, tokenId }: TokenCaller): Promise<void> =>
      limiter.consume(tenantKey(tenantId, 'mcp', tokenId), REQUESTS),

    /** Does what is asked for; gives the answer, JSON text, and whether it tells of a failure. Errors: none, they are in the answer. */
    async call(caller: TokenCaller, call: McpCall): Promise<{ text: string; isError: boolean }> {
      try {
        const text = await ask(caller, call);
        return { text, isError: Answer.parse(JSON.parse(text)).status === 'failed' };
      } catch (error) {
        const code = error instanceof FriendsError ? error.code : 'INTERNAL';
        if (code === 'INTERNAL') {
          logger.error({ err: error, tool: call.toolName, requestId: caller.requestId }, 'tool call failed');
        }
        return { text: failedAnswer(code), isError: true };
      }
    },
  };

  async function ask(caller: TokenCaller, { toolName, input, ...call }: McpCall): Promise<string> {
    const callId = CallId.safeParse(call.callId);
    if (!callId.success) return failedAnswer('INVALID_INPUT', 'A callId is 1 to 100 of A-Z a-z 0-9 . _ : -');
    const tool = tools.find(({ name }) => name === toolName);
    if (!tool) throw new FriendsError('NOT_FOUND');
    const { tenantId, tokenId } = caller;
    // What only looks is looked up anew each time, and each time is written down: the hour begins with the last.
    const isNew = callId.data === undefined || tool.risk === 'read';
    const key = `${mcpKeyOf(tokenId)}${isNew ? `new:${randomUUID()}` : `as:${callId.data}`}`;
    return callTool(calling, {
      tenantId,
      door: 'mcp',
      tool,
      input,
      place: (tx) => placeOf(tx, caller, tool),
      keyIn: () => key,
      actor: `token:${tokenId}`,
    });
  }
}
