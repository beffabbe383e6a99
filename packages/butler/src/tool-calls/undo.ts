import { type Database, withTenant } from '@friendsai/db';
import { FriendsError, type ToolCallView, type UndoInput } from '@friendsai/schema';
import { actorOf, type Caller } from '../caller.ts';
import type { Registry } from '../tools/registry.ts';
import type { ToolPlace } from '../tools/tool.ts';
import { contextOf } from './call.ts';
import { lockCall, type ToolCallRow, viewOf } from './call-row.ts';
import { auditCall, changeCall } from './conclude.ts';
import { placeOfRow } from './place.ts';
import type { Tell } from './tell.ts';

export type UndoDeps = { db: Database; registry: Registry; tell: Tell };

/**
 * Takes back what a tool call wrote, or one change of it. Taking back what has been taken back is no error. Errors: NOT_FOUND,
 * UNDO_CONFLICT when it has been changed since, or was never to be taken back.
 */
export async function undoCall(
  { db, registry, tell }: UndoDeps,
  caller: Caller,
  { toolCallId, factId }: UndoInput,
): Promise<ToolCallView> {
  const { place, row } = await withTenant(
    db,
    caller,
    async (tx): Promise<{ place: ToolPlace; row: ToolCallRow }> => {
      const locked = await lockCall(tx, caller.tenantId, toolCallId);
      if (!locked) throw new FriendsError('NOT_FOUND');
      const { row } = locked;
      const place = placeOfRow(caller.tenantId, row, locked.contactId);
      if (row.undone) return { place, row };
      const tool = registry.find(row.tool);
      if (tool?.kind !== 'ledger' || !tool.takeBack || row.card === null || row.undo === null)
        throw new FriendsError('UNDO_CONFLICT');
      const context = contextOf(tx, place, row);
      const taken = await tool.takeBack(context, { card: row.card, undo: row.undo }, factId);
      const after = await changeCall(tx, row, { card: taken.card, undone: taken.undone });
      await auditCall(tx, caller.tenantId, after, actorOf(caller), 'undone');
      return { place, row: after };
    },
  );
  await tell(place, row);
  return viewOf(row, place.contactId);
}
