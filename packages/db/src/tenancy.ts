import { TenantId } from '@friendsai/schema';
import { and, asc, desc, eq, ne, sql } from 'drizzle-orm';
import type { Database, Tx } from './database.ts';
import { within } from './deadline.ts';
import { mapError, sqlStateOf } from './errors.ts';
import { cells, slots } from './schema/index.ts';

/** What the tenant resolver gives; the database refuses every row of another tenant. */
export type TenantContext = { readonly tenantId: TenantId };

type Setting = 'app.tenant_id' | 'app.sign_in_email' | 'app.oauth_identity' | 'app.sweep';

/** Local to the transaction, so that a pooled connection never keeps it. */
const set = (tx: Tx, name: Setting, value: string) =>
  tx.execute(sql`select set_config(${name}, ${value}, true)`);

/** Longer than the server's own limits together, so that those speak first as long as there is a server. */
const TRANSACTION_WITHIN_MS = 30_000;

async function transact<Value>(
  db: Database,
  work: (tx: Tx) => Promise<Value>,
  withinMs = TRANSACTION_WITHIN_MS,
): Promise<Value> {
  try {
    return await within(withinMs, db.transaction(work));
  } catch (error) {
    throw mapError(error);
  }
}

/** One transaction in a tenant's rows: the only way to them. */
export function withTenant<Value>(
  db: Database,
  { tenantId }: TenantContext,
  work: (tx: Tx) => Promise<Value>,
): Promise<Value> {
  return transact(db, async (tx) => {
    await set(tx, 'app.tenant_id', tenantId);
    return work(tx);
  });
}

/** Opens, for reading, the one user of that address, before a tenant is known. */
export function withSignIn<Value>(
  db: Database,
  email: string,
  work: (tx: Tx) => Promise<Value>,
): Promise<Value> {
  return transact(db, async (tx) => {
    await set(tx, 'app.sign_in_email', email);
    return work(tx);
  });
}

/** Opens, for reading, the one identity that a provider vouches for. */
export function withOauthIdentity<Value>(
  db: Database,
  { provider, subject }: { provider: string; subject: string },
  work: (tx: Tx) => Promise<Value>,
): Promise<Value> {
  return transact(db, async (tx) => {
    await set(tx, 'app.oauth_identity', `${provider}:${subject}`);
    return work(tx);
  });
}

/** Opens, for reading, the runs of all tenants that have not ended or are not settled. */
export function withSweep<Value>(db: Database, work: (tx: Tx) => Promise<Value>): Promise<Value> {
  return transact(db, async (tx) => {
    await set(tx, 'app.sweep', 'look');
    return work(tx);
  });
}

/** Opens the ended runs of all tenants for being marked as settled; nothing else of them can be changed. */
export function withSettle<Value>(db: Database, work: (tx: Tx) => Promise<Value>): Promise<Value> {
  return transact(db, async (tx) => {
    await set(tx, 'app.sweep', 'settle');
    return work(tx);
  });
}

/** One transaction on cells and slots, where no tenant's data is. */
export function withControlPlane<Value>(db: Database, work: (tx: Tx) => Promise<Value>): Promise<Value> {
  return transact(db, work);
}

const ERASE_TRIES = 5;
/** As long as a large tenant takes. */
const ERASE_WITHIN_MS = 600_000;
/** Something of the tenant's was written at the same moment: a reference to what is gone, or each waiting for the other. */
const ERASE_AGAIN = /^(23503|40P01)$/;

/**
 * Erases every row of the tenant's, audit trail and all: the one way in which rows of the trail go. All or nothing. Errors:
 * DEPENDENCY_UNAVAILABLE.
 */
export async function eraseTenant(db: Database, context: TenantContext): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await transact(
        db,
        async (tx) => {
          await set(tx, 'app.tenant_id', context.tenantId);
          await tx.execute(sql`set local statement_timeout = 0`);
          await tx.execute(sql`select erase_tenant()`);
        },
        ERASE_WITHIN_MS,
      );
    } catch (error) {
      if (tries === ERASE_TRIES || !ERASE_AGAIN.test(sqlStateOf(error) ?? '')) throw error;
    }
  }
}

/** The slot that a new tenant takes; its id becomes the tenant's. */
export type TakenSlot = { id: TenantId; agentId: string };

/**
 * One transaction that makes a tenant: takes a free slot, or makes one that the next cell will include, and
 * goes on in the rows of the tenant of that id. When `work` fails the slot is free again.
 */
export function withNewTenant<Value>(
  db: Database,
  fresh: () => TakenSlot,
  work: (tx: Tx, slot: TakenSlot) => Promise<Value>,
): Promise<Value> {
  return transact(db, async (tx) => {
    const slot = (await takeFreeSlot(tx)) ?? (await insertSlot(tx, fresh()));
    await set(tx, 'app.tenant_id', slot.id);
    return work(tx, slot);
  });
}

/**
 * Skips slots that other registrations hold, so that none waits for another. Ready cells first, then one that is starting (its
 * tenant waits a few seconds, where a slot of its own would ask for a further cell); oldest first, so that a cell fills
 * before the next.
 */
async function takeFreeSlot(tx: Tx): Promise<TakenSlot | null> {
  const [free] = await tx
    .select({ id: slots.id })
    .from(slots)
    .innerJoin(cells, and(eq(cells.id, slots.cellId), ne(cells.state, 'stopped')))
    .where(and(eq(slots.bound, false), eq(slots.retired, false)))
    .orderBy(desc(eq(cells.state, 'ready')), asc(slots.createdAt), asc(slots.id))
    .limit(1)
    .for('update', { of: slots, skipLocked: true });
  if (!free) return null;
  const [taken] = await tx.update(slots).set({ bound: true }).where(eq(slots.id, free.id)).returning();
  return taken ? { id: TenantId.parse(taken.id), agentId: taken.agentId } : null;
}

async function insertSlot(tx: Tx, slot: TakenSlot): Promise<TakenSlot> {
  await tx.insert(slots).values({ ...slot, cellId: null, bound: true });
  return slot;
}
