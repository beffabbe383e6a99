import { ChannelId, type ChannelRef, MessageId, RunId, type TenantId } from '@friendsai/schema';
import type { ToolPlace } from '../tools/tool.ts';
import type { ToolCallRow } from './call-row.ts';

/** Where a call belongs, as it was written down. */
export function placeOfRow(tenantId: TenantId, row: ToolCallRow, contactId: ChannelRef): ToolPlace {
  return {
    tenantId,
    contactId,
    channelId: ChannelId.parse(row.channelId),
    runId: row.runId === null ? null : RunId.parse(row.runId),
    messageId: row.messageId === null ? null : MessageId.parse(row.messageId),
  };
}
