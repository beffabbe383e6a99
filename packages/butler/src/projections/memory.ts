import { type Database, withTenant } from '@friendsai/db';
import type { TenantId } from '@friendsai/schema';
import type { Workspaces } from '@friendsai/workspace';
import { lockMemoryNamed } from '../memory/memory-row.ts';

/** Writes each memory's `memory/<name>.md` from the ledger, which stays the truth. */
export function createMemoryProjection({ db, workspaces }: { db: Database; workspaces: Workspaces }) {
  return {
    /** Written while the row is held, so that of two changes at once the later one's file stays. A memory that is gone has no file. */
    project(tenantId: TenantId, name: string): Promise<void> {
      return withTenant(db, { tenantId }, async (tx) => {
        const row = await lockMemoryNamed(tx, tenantId, name);
        const { memory } = workspaces.open(tenantId);
        if (row?.name === name) await memory.write(name, `${row.text}\n`);
        else await memory.remove(name);
      });
    },
  };
}
