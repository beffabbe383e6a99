import { TenantId } from '@friendsai/schema';
import { and, asc, count, eq, isNull, ne, sql } from 'drizzle-orm';
import type { Database, Tx } from './database.ts';
import { cells, slots } from './schema/index.ts';
import { type TakenSlot, withControlPlane } from './tenancy.ts';

const cellOf = ({ id, url, state }: typeof cells.$inferSelect) => ({ id, url, state });

const slotOf = ({ id, agentId, cellId, bound }: typeof slots.$inferSelect) => ({
  id: TenantId.parse(id),
  agentId,
  cellId,
  bound,
});

/**
 * Where cells and slots are written down: the runtime's `CellLedger`, in PostgreSQL.
 *
 * @param fresh mints a slot: an id that no tenant has, and its agent's.
 * @param agentIdOf the agent id that belongs to a tenant's id.
 */
export function createCellLedger(
  db: Database,
  { fresh, agentIdOf }: { fresh: () => TakenSlot; agentIdOf: (tenantId: TenantId) => string },
) {
  const act = <Value>(work: (tx: Tx) => Promise<Value>) => withControlPlane(db, work);

  return {
    cells: () => act(async (tx) => (await tx.select().from(cells).orderBy(asc(cells.createdAt))).map(cellOf)),

    createCell: ({ id, url, slotCount }: { id: string; url: string; slotCount: number }) =>
      act(async (tx) => {
        await tx.insert(cells).values({ id, url, state: 'starting' });
        const waiting = await tx
          .select()
          .from(slots)
          .where(and(eq(slots.bound, true), eq(slots.retired, false), isNull(slots.cellId)))
          .orderBy(asc(slots.createdAt))
          .limit(slotCount)
          .for('update', { skipLocked: true });
        for (const slot of waiting) await tx.update(slots).set({ cellId: id }).where(eq(slots.id, slot.id));
        const free = Array.from({ length: slotCount - waiting.length }, () => ({ ...fresh(), cellId: id }));
        if (free.length > 0) await tx.insert(slots).values(free);
        return (await tx.select().from(slots).where(eq(slots.cellId, id))).map(slotOf);
      }),

    updateCell: (id: string, change: { state?: 'starting' | 'ready' | 'stopped'; url?: string }) =>
      act(async (tx) => {
        await tx.update(cells).set(change).where(eq(cells.id, id));
      }),

    slotsOf: (cellId: string) =>
      act(async (tx) =>
        (
          await tx
            .select()
            .from(slots)
            .where(and(eq(slots.cellId, cellId), eq(slots.retired, false)))
            .orderBy(asc(slots.createdAt), asc(slots.id))
        ).map(slotOf),
      ),

    supply: () =>
      act(async (tx) => {
        const [free] = await tx
          .select({ n: count() })
          .from(slots)
          .innerJoin(cells, and(eq(cells.id, slots.cellId), ne(cells.state, 'stopped')))
          .where(and(eq(slots.bound, false), eq(slots.retired, false)));
        const [waiting] = await tx
          .select({ n: count() })
          .from(slots)
          .where(and(eq(slots.bound, true), eq(slots.retired, false), isNull(slots.cellId)));
        return { free: free?.n ?? 0, waiting: waiting?.n ?? 0 };
      }),

    slotOf: (tenantId: TenantId) =>
      act(async (tx) => {
        const [row] = await tx
          .select()
          .from(slots)
          .leftJoin(cells, eq(cells.id, slots.cellId))
          .where(and(eq(slots.id, tenantId), eq(slots.retired, false)));
        return row ? { ...slotOf(row.slots), cell: row.cells ? cellOf(row.cells) : null } : null;
      }),

    bind: (tenantId: TenantId) =>
      act(async (tx) => {
        await tx
          .insert(slots)
          .values({ id: tenantId, agentId: agentIdOf(tenantId), cellId: null, bound: true })
          .onConflictDoUpdate({ target: slots.id, set: { bound: true } });
        const [row] = await tx.select().from(slots).where(eq(slots.id, tenantId));
        if (!row) throw new Error('a slot that was just written is gone');
        return slotOf(row);
      }),

    retire: (tenantId: TenantId) =>
      act(async (tx) => {
        await tx.update(slots).set({ retired: true }).where(eq(slots.id, tenantId));
      }),

    retired: () =>
      act(async (tx) =>
        (
          await tx
            .select()
            .from(slots)
            .where(and(eq(slots.retired, true), isNull(slots.purgedAt)))
            .orderBy(asc(slots.id))
        ).map(slotOf),
      ),

    purged: (tenantId: TenantId) =>
      act(async (tx) => {
        await tx.update(slots).set({ purgedAt: sql`now()` }).where(eq(slots.id, tenantId));
      }),
  };
}
