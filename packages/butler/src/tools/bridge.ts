import { agentBindings, channels, contacts, type Database, runs, withTenant } from '@friendsai/db';
import { sessionKeyOf } from '@friendsai/runtime';
import { type ChannelRef, ContactId, FriendsError, JOURNAL, TenantId } from '@friendsai/schema';
import { and, eq } from 'drizzle-orm';
import { tools } from './index.ts';

/** What the gateway's host says of a tool call; none of it comes from the model. */
export type BridgeCall = { agentId: string; sessionKey: string; toolName: string };

const AGENT_ID = /^t-([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/;

/**
 * Runs a tool for an agent of a cell. What it may touch follows from the agent's binding and from the run in progress
 * whose session key is the call's; a call that fits none is NOT_FOUND, whatever it says.
 */
export function createToolBridge(db: Database) {
  async function placeOf({
    agentId,
    sessionKey,
  }: BridgeCall): Promise<{ tenantId: TenantId; contactId: ChannelRef }> {
    const hex = AGENT_ID.exec(agentId)?.slice(1).join('-');
    const tenantId = TenantId.safeParse(hex).data;
    if (!tenantId) throw new FriendsError('NOT_FOUND');
    const running = await withTenant(db, { tenantId }, (tx) =>
      tx
        .select({ contactId: contacts.id })
        .from(runs)
        .innerJoin(agentBindings, eq(agentBindings.tenantId, runs.tenantId))
        .innerJoin(channels, and(eq(channels.tenantId, runs.tenantId), eq(channels.id, runs.channelId)))
        .leftJoin(
          contacts,
          and(eq(contacts.tenantId, channels.tenantId), eq(contacts.id, channels.contactId)),
        )
        .where(
          and(eq(runs.tenantId, tenantId), eq(runs.state, 'running'), eq(agentBindings.agentId, agentId)),
        ),
    );
    const place = running
      .map((row): ChannelRef => (row.contactId === null ? JOURNAL : ContactId.parse(row.contactId)))
      .find((contactId) => sessionKeyOf(tenantId, contactId) === sessionKey);
    if (place === undefined) throw new FriendsError('NOT_FOUND');
    return { tenantId, contactId: place };
  }

  return {
    /** The tool's answer, text for the model. Errors: NOT_FOUND. */
    async execute(call: BridgeCall): Promise<string> {
      const tool = tools.find((known) => known.name === call.toolName);
      if (!tool) throw new FriendsError('NOT_FOUND');
      const place = await placeOf(call);
      return tool.execute({ db, ...place });
    },
  };
}
