import { contacts, type Tx, toolCalls } from '@friendsai/db';
import { ContactId, JOURNAL, newId, ToolCallId } from '@friendsai/schema';
import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import type { CallPlace, ToolCall } from './call.ts';
import { detailsOf, inputHashOf, type ToolCallRow } from './call-row.ts';

const GivenContact = z.object({ contactId: ContactId });

/** Null when such a call is there by now. */
export async function insertCall(
  tx: Tx,
  call: ToolCall,
  place: CallPlace,
  asks: ToolCallRow['asksBecause'],
): Promise<ToolCallRow | null> {
  const { tenantId, tool, door } = call;
  const now = new Date();
  const [row] = await tx
    .insert(toolCalls)
    .values({
      tenantId,
      id: newId(ToolCallId),
      channelId: place.channelId,
      runId: place.runId,
      messageId: place.messageId,
      door,
      callKey: call.keyIn(place),
      tool: tool.name,
      risk: tool.risk,
      input: inputRecord(call.input),
      inputHash: inputHashOf(tool.name, call.input),
      state: asks ? 'awaiting-confirmation' : 'executing',
      asksBecause: asks,
      details: asks ? detailsOf(tool, call.input, await personName(tx, call, place)) : [],
      createdAt: now,
      startedAt: asks ? null : now,
    })
    .onConflictDoNothing()
    .returning();
  return row ?? null;
}

/** A model may send anything; what is no object is kept as what it is, under a name of ours. */
function inputRecord(input: unknown): Record<string, unknown> {
  const record = z.record(z.string(), z.unknown()).safeParse(input);
  return record.success ? record.data : { given: input };
}

/** Whom the user is told that it is about; null for nobody, or for somebody who is not theirs. */
async function personName(tx: Tx, call: ToolCall, place: CallPlace): Promise<string | null> {
  const given = GivenContact.safeParse(call.input);
  const contactId = place.contactId === JOURNAL ? given.data?.contactId : place.contactId;
  if (contactId === undefined) return null;
  const [row] = await tx
    .select({ name: contacts.name })
    .from(contacts)
    .where(and(eq(contacts.tenantId, call.tenantId), eq(contacts.id, contactId)));
  return row?.name ?? null;
}
