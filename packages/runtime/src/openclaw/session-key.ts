import type { ChannelRef, TenantId } from '@friendsai/schema';
import { agentIdOf } from './slots.ts';

const hex = (id: string) => id.replaceAll('-', '');

/**
 * The gateway's session key of a channel, in the form its `per-account-channel-peer` scope gives to direct messages:
 * `agent:<agentId>:friendsai:<tenant>:direct:<contact or journal>`. Deterministic, and one-to-one with
 * (tenant, contact): both ids stand in it whole. Lower case, because the gateway lowers keys.
 */
export function sessionKeyOf(tenantId: TenantId, contactId: ChannelRef): string {
  return `agent:${agentIdOf(tenantId)}:friendsai:${hex(tenantId)}:direct:${hex(contactId)}`;
}
