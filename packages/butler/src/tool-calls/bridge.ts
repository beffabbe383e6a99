import { agentBindings, channels, runs, type Tx } from '@friendsai/db';
import { agentIdOf, sessionKeyOf } from '@friendsai/runtime';
import {
  ChannelId,
  type ChannelRef,
  ContactId,
  FriendsError,
  JOURNAL,
  MessageId,
  RunId,
  TenantId,
} from '@friendsai/schema';
import { and, eq, isNull } from 'drizzle-orm';
import type { CallPlace } from './call.ts';

/** What the gateway's host says of a tool call; none of it comes from the model. */
export type BridgeCall = {
  agentId: string;
  sessionKey: string;
  /** The gateway's id of the run, which is ours unless the gateway resumed it; '' when it does not say. */
  runId: string;
  /** The gateway's id of this call. */
  toolCallId: string;
  toolName: string;
  /** Of this very request: the same call asked for again has another. */
  nonce: string;
  input: unknown;
};

const AGENT_ID = /^t-([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/;
const PEER = /:direct:(?:(journal)|([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12}))$/;

/** The tenant whose agent calls. Errors: NOT_FOUND for an agent that is nobody's. */
export function tenantOf({ agentId }: BridgeCall): TenantId {
  const hex = AGENT_ID.exec(agentId)?.slice(1).join('-');
  const tenantId = TenantId.safeParse(hex).data;
  if (!tenantId || agentIdOf(tenantId) !== agentId) throw new FriendsError('NOT_FOUND');
  return tenantId;
}

/** Whose channel a session key is: the key that this tenant and contact have, and no other. */
function channelOf(tenantId: TenantId, sessionKey: string): ChannelRef {
  const [, journal, ...hex] = PEER.exec(sessionKey) ?? [];
  const contactId = journal ? JOURNAL : ContactId.safeParse(hex.join('-')).data;
  if (contactId === undefined || sessionKeyOf(tenantId, contactId) !== sessionKey)
    throw new FriendsError('NOT_FOUND');
  return contactId;
}

/**
 * Where a call of an agent's belongs: its tenant's channel, and the run in progress there, both held until the transaction ends, so that
 * nothing is done for a run that has ended. Errors: NOT_FOUND for a call that fits no run in progress, whatever it says; RUN_ENDED for a
 * run that the user has stopped; DEPENDENCY_UNAVAILABLE for a run that the gateway has resumed and that we have not found again yet.
 */
export async function placeOfBridge(tx: Tx, call: BridgeCall, tenantId: TenantId): Promise<CallPlace> {
  const contactId = channelOf(tenantId, call.sessionKey);
  const isChannel = and(
    eq(channels.tenantId, tenantId),
    contactId === JOURNAL ? isNull(channels.contactId) : eq(channels.contactId, contactId),
  );
  // Given to the database at once, the channel first: as everywhere.
  const [[channel], [running]] = await Promise.all([
    tx
      .select({ id: channels.id, untrustedSince: channels.untrustedSince })
      .from(channels)
      .innerJoin(agentBindings, eq(agentBindings.tenantId, channels.tenantId))
      .where(and(isChannel, eq(agentBindings.agentId, call.agentId)))
      .for('key share', { of: channels }),
    tx
      .select({ run: runs })
      .from(runs)
      .innerJoin(channels, and(eq(channels.tenantId, runs.tenantId), eq(channels.id, runs.channelId)))
      .where(and(isChannel, eq(runs.tenantId, tenantId), eq(runs.state, 'running')))
      .for('key share', { of: runs }),
  ]);
  const run = running?.run;
  if (!channel || !run) throw new FriendsError('NOT_FOUND');
  if (run.cancelRequestedAt !== null) throw new FriendsError('RUN_ENDED');
  await refuseOtherRun(tx, call, tenantId, run);
  return {
    tenantId,
    contactId,
    channelId: ChannelId.parse(channel.id),
    runId: RunId.parse(run.id),
    messageId: MessageId.parse(run.messageId),
    isUntrusted: channel.untrustedSince !== null || run.untrustedAt !== null,
  };
}

/**
 * A call of another run of ours comes too late. An id that is none of ours is believed to be the gateway's own only of a run that was
 * looked for after a crash: such a run goes on there under another id.
 */
async function refuseOtherRun(
  tx: Tx,
  call: BridgeCall,
  tenantId: TenantId,
  run: typeof runs.$inferSelect,
): Promise<void> {
  if (call.runId === run.id) return;
  const said = RunId.safeParse(call.runId).data;
  const [other] = said
    ? await tx
        .select({ id: runs.id })
        .from(runs)
        .where(and(eq(runs.tenantId, tenantId), eq(runs.id, said)))
    : [];
  if (other) throw new FriendsError('NOT_FOUND');
  if (run.resumedAt === null) throw new FriendsError('DEPENDENCY_UNAVAILABLE');
}
