import { appendAudit, type Database, isUniqueViolation, type Tx, withTenant } from '@friendsai/db';
import {
  type AuditAction,
  FriendsError,
  type Memory,
  type MemoryId,
  type MemoryList,
  type SearchMemoryInput,
  type WriteMemoryInput,
} from '@friendsai/schema';
import { actorOf, type Caller } from '../caller.ts';
import {
  deleteMemory,
  insertMemory,
  listMemories,
  lockMemory,
  type MemoryRow,
  memoryOf,
  searchMemories,
  updateMemory,
} from './memory-row.ts';

export type MemoryDeps = {
  db: Database;
  /** Called after a commit with the names whose files are to be written again or removed. Never throws. */
  changed: (caller: Caller, names: readonly string[]) => Promise<void>;
};

/** What the butler keeps in mind, as its owner sees it. */
export function createMemory({ db, changed }: MemoryDeps) {
  return {
    list: (caller: Caller): Promise<MemoryList> =>
      withTenant(db, caller, async (tx) => ({ memories: await listMemories(tx, caller.tenantId) })),

    /** Errors: NOT_FOUND. */
    read: (caller: Caller, id: MemoryId): Promise<Memory> =>
      withTenant(db, caller, async (tx) => memoryOf(await lockMemory(tx, caller.tenantId, id))),

    search: (caller: Caller, { query, limit }: SearchMemoryInput): Promise<MemoryList> =>
      withTenant(db, caller, async (tx) => ({
        memories: await searchMemories(tx, caller.tenantId, query, limit),
      })),

    /** Errors: NOT_FOUND, MEMORY_CONFLICT (changed since that version, or another one has the name). */
    async write(caller: Caller, input: WriteMemoryInput): Promise<Memory> {
      const { name, text, id, version } = input;
      const write = { name, text, writtenBy: 'user', messageId: null, at: new Date() } as const;
      const names = [name];
      try {
        const row = await withTenant(db, caller, async (tx) => {
          const before = id === undefined ? null : await lockMemory(tx, caller.tenantId, id);
          if (before && version !== undefined && before.version !== version)
            throw new FriendsError('MEMORY_CONFLICT');
          const after = before
            ? await updateMemory(tx, before, write)
            : await insertMemory(tx, caller.tenantId, write);
          if (before) names.push(before.name);
          await audit(tx, caller, before ? 'memory.changed' : 'memory.written', after);
          return after;
        });
        await changed(caller, names);
        return memoryOf(row);
      } catch (error) {
        if (isUniqueViolation(error, 'memories_name'))
          throw new FriendsError('MEMORY_CONFLICT', { cause: error });
        throw error;
      }
    },

    /** Errors: NOT_FOUND. */
    async remove(caller: Caller, id: MemoryId): Promise<void> {
      const { name } = await withTenant(db, caller, async (tx) => {
        const row = await lockMemory(tx, caller.tenantId, id);
        await deleteMemory(tx, row);
        await audit(tx, caller, 'memory.removed', row);
        return row;
      });
      await changed(caller, [name]);
    },
  };
}

function audit(tx: Tx, caller: Caller, action: AuditAction, { id }: MemoryRow): Promise<void> {
  return appendAudit(tx, caller, {
    actor: actorOf(caller),
    action,
    subject: `memory:${id}`,
    requestId: caller.requestId,
    detail: {},
  });
}
