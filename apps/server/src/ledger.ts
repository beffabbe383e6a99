import { createCellLedger, type Database } from '@friendsai/db';
import { agentIdOf, type CellLedger } from '@friendsai/runtime';
import { newId, TenantId } from '@friendsai/schema';

/** The runtime's ledger of cells, in PostgreSQL. */
export function cellLedger(db: Database): CellLedger {
  return createCellLedger(db, {
    agentIdOf,
    fresh: () => {
      const id = newId(TenantId);
      return { id, agentId: agentIdOf(id) };
    },
  });
}
