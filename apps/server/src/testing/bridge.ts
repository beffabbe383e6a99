import { randomUUID } from 'node:crypto';
import { type SignedCall, signCall } from '@friendsai/openclaw-plugin/signature';
import { agentIdOf, sessionKeyOf } from '@friendsai/runtime';
import type { ChannelRef, RunId, TenantId } from '@friendsai/schema';
import type { House } from './house.ts';

export type BridgeAnswer = { status: number; body: string };

/** What the plugin in a cell would say of a call that a run in that channel makes. */
export function bridgeCall(
  { tenantId, contactId, runId }: { tenantId: TenantId; contactId: ChannelRef; runId: RunId },
  toolName: string,
  input: unknown,
): SignedCall {
  return {
    toolName,
    agentId: agentIdOf(tenantId),
    sessionKey: sessionKeyOf(tenantId, contactId),
    runId,
    toolCallId: `call-${randomUUID()}`,
    at: new Date().toISOString(),
    nonce: randomUUID(),
    body: JSON.stringify(input),
  };
}

/**
 * Brings a call to the server as the plugin does.
 *
 * @param signed what the signature is of; another call than the one that is sent is a forgery.
 */
export async function bring(
  { url, env }: Pick<House, 'url' | 'env'>,
  call: SignedCall,
  { signed = call, secret = env.BRIDGE_SECRET }: { signed?: SignedCall; secret?: string } = {},
): Promise<BridgeAnswer> {
  const response = await fetch(`${url}/internal/tools/${call.toolName}`, {
    method: 'POST',
    body: call.body,
    headers: {
      'content-type': 'application/json',
      'x-friendsai-agent': call.agentId,
      'x-friendsai-session': call.sessionKey,
      'x-friendsai-run': call.runId,
      'x-friendsai-tool-call': call.toolCallId,
      'x-friendsai-at': call.at,
      'x-friendsai-nonce': call.nonce,
      'x-friendsai-signature': signCall(signed, secret),
    },
  });
  return { status: response.status, body: await response.text() };
}
