import { createHash } from 'node:crypto';
import { channels, type Tx, toolCalls } from '@friendsai/db';
import {
  type ChannelRef,
  ContactId,
  errorCodeOf,
  JOURNAL,
  MessageId,
  RunId,
  type TenantId,
  type TokenId,
  ToolCallId,
  type ToolCallView,
} from '@friendsai/schema';
import { and, eq } from 'drizzle-orm';
import { canonical } from '../canonical.ts';
import type { Tool } from '../tools/tool.ts';

export type ToolCallRow = typeof toolCalls.$inferSelect;

/** How long a question waits for its answer. */
const KEPT_DAYS = 30;

export const keptUntil = (createdAt: Date): number => createdAt.getTime() + KEPT_DAYS * 86_400_000;

/** The same for the same tool and input, whatever order its keys came in. */
export function inputHashOf(tool: string, input: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify([tool, canonical(input)]))
    .digest('hex');
}

/** What the keys of all calls begin with that an outside agent makes with that token. */
export const mcpKeyOf = (tokenId: TokenId): string => `mcp:${tokenId}:`;

/** A call of the tenant, held until the transaction ends, and whose channel it belongs to; null when there is none. */
export async function lockCall(
  tx: Tx,
  tenantId: TenantId,
  id: ToolCallId,
): Promise<{ row: ToolCallRow; contactId: ChannelRef } | null> {
  const isCall = and(eq(toolCalls.tenantId, tenantId), eq(toolCalls.id, id));
  const [place] = await tx
    .select({ contactId: channels.contactId, channelId: channels.id })
    .from(toolCalls)
    .innerJoin(channels, and(eq(channels.tenantId, toolCalls.tenantId), eq(channels.id, toolCalls.channelId)))
    .where(isCall);
  if (!place) return null;
  // The channel first, as everywhere: two transactions that took both rows in different order would wait for each other.
  await tx
    .select({ id: channels.id })
    .from(channels)
    .where(and(eq(channels.tenantId, tenantId), eq(channels.id, place.channelId)))
    .for('key share');
  const [row] = await tx.select().from(toolCalls).where(isCall).for('update');
  return row ? { row, contactId: contactRefOf(place.contactId) } : null;
}

export const contactRefOf = (contactId: string | null): ChannelRef =>
  contactId === null ? JOURNAL : ContactId.parse(contactId);

/** A call as clients show it. */
export function viewOf(row: ToolCallRow, contactId: ChannelRef): ToolCallView {
  const waits = row.state === 'awaiting-confirmation';
  const isTooOld = waits && Date.now() > keptUntil(row.createdAt);
  return {
    id: ToolCallId.parse(row.id),
    contactId,
    runId: row.runId === null ? null : RunId.parse(row.runId),
    messageId: row.messageId === null ? null : MessageId.parse(row.messageId),
    tool: row.tool,
    risk: row.risk,
    state: isTooOld ? 'expired' : row.state,
    revision: row.revision,
    at: row.createdAt.toISOString(),
    asksBecause: row.asksBecause,
    details: row.details,
    input: waits ? JSON.stringify(row.input) : '',
    reason: row.reason,
    errorCode: row.errorCode === null ? null : errorCodeOf(row.errorCode),
    card: row.card,
    undone: row.undone,
    canUndo: row.state === 'succeeded' && row.undo !== null && !row.undone,
  };
}

/** Whether a call has something to show: what only looked, and found nothing worth a card, has not. */
export const isShown = (row: Pick<ToolCallRow, 'risk' | 'card' | 'asksBecause' | 'state'>): boolean =>
  row.card !== null || row.asksBecause !== null || (row.risk !== 'read' && row.state === 'failed');

/** What a person is shown before they decide; an input that is not right shows nothing. */
export function detailsOf(tool: Tool, input: unknown, person: string | null) {
  const parsed = tool.input.safeParse(input);
  if (!parsed.success) return [];
  return [...(person === null ? [] : [{ label: 'person', value: person }]), ...tool.details(parsed.data)];
}
