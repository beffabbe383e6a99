import { setTimeout as delay } from 'node:timers/promises';
import {
  apiTokens,
  appendAudit,
  type Database,
  eraseTenant,
  oauthIdentities,
  removals,
  runs,
  slots,
  tenants,
  users,
  withControlPlane,
  withTenant,
} from '@friendsai/db';
import type { RuntimeAdapter } from '@friendsai/runtime';
import { FriendsError, type RemoveAccountInput, RunId, TenantId } from '@friendsai/schema';
import type { Workspaces } from '@friendsai/workspace';
import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Logger } from 'pino';
import { actorOf, type Caller } from '../caller.ts';
import { findRun } from '../chat/run-row.ts';
import { passwordFits } from './password.ts';

/** How long runs in hand have to end after they were told to. */
const RUNS_END_WITHIN_MS = 20_000;
const LOOK_EVERY_MS = 100;
const SWEEP_EVERY_MS = 5_000;

export type RemovalDeps = {
  db: Database;
  adapter: RuntimeAdapter;
  workspaces: Workspaces;
  /** Removes every key of the tenant's in Redis. */
  purgeKeys: (tenantId: TenantId) => Promise<void>;
  logger: Logger;
};

/**
 * Erases tenants: first nobody can come in any more, then everything goes, each step harmless to do again; what was cut off is gone on
 * with by a sweep. What the gateway has kept is erased by whoever keeps the cells, and the removal is done when it has been.
 */
export function createRemoval({ db, adapter, workspaces, purgeKeys, logger }: RemovalDeps) {
  const underWay = new Map<TenantId, Promise<void>>();
  let sweeper: NodeJS.Timeout | undefined;

  /** Ends every session and token and writes down that the tenant is to be erased, all or nothing. */
  async function begin(caller: Caller, input: RemoveAccountInput): Promise<void> {
    const { tenantId } = caller;
    const isUser = and(eq(users.tenantId, tenantId), eq(users.id, caller.userId));
    const [user] = await withTenant(db, caller, (tx) => tx.select().from(users).where(isUser));
    const fits =
      user?.email === input.email &&
      (user.passwordHash === null || (await passwordFits(user.passwordHash, input.password ?? '')));
    if (!fits) {
      await withTenant(db, caller, (tx) =>
        appendAudit(tx, caller, {
          actor: actorOf(caller),
          action: 'account.removal-refused',
          subject: null,
          requestId: caller.requestId,
          detail: {},
        }),
      );
      throw new FriendsError('CONFIRMATION_WRONG');
    }
    await withTenant(db, caller, async (tx) => {
      await tx.insert(removals).values({ tenantId }).onConflictDoNothing();
      await tx
        .update(users)
        .set({ sessionVersion: sql`${users.sessionVersion} + 1`, passwordHash: null })
        .where(eq(users.tenantId, tenantId));
      await tx.delete(oauthIdentities).where(eq(oauthIdentities.tenantId, tenantId));
      await tx.update(apiTokens).set({ revokedAt: new Date() }).where(eq(apiTokens.tenantId, tenantId));
    });
  }

  function erase(tenantId: TenantId): Promise<void> {
    const known = underWay.get(tenantId);
    if (known) return known;
    const work = eraseOnce(tenantId).finally(() => underWay.delete(tenantId));
    underWay.set(tenantId, work);
    return work;
  }

  async function eraseOnce(tenantId: TenantId): Promise<void> {
    const [tenant] = await withTenant(db, { tenantId }, (tx) =>
      tx.select({ id: tenants.id }).from(tenants).where(eq(tenants.id, tenantId)),
    );
    if (tenant) {
      await endRuns(tenantId);
      await adapter.unbindTenant(tenantId);
      await eraseTenant(db, { tenantId });
    }
    // After the rows: who still writes for a run finds no ledger to write for, and what they left is taken here.
    await workspaces.open(tenantId).erase();
    await purgeKeys(tenantId);
    await withControlPlane(db, (tx) =>
      tx
        .update(removals)
        .set({ doneAt: new Date() })
        .where(
          and(
            eq(removals.tenantId, tenantId),
            // A tenant that never had a slot in a cell has nothing there.
            sql`not exists (select 1 from ${slots} where ${slots.id} = ${tenantId} and ${slots.cellId} is not null and ${slots.purgedAt} is null)`,
          ),
        ),
    );
  }

  /** Stops what runs and withdraws what waits; goes on after a while even so, since a fence protects what is left. */
  async function endRuns(tenantId: TenantId): Promise<void> {
    const isGoing = and(eq(runs.tenantId, tenantId), inArray(runs.state, ['queued', 'running']));
    const now = new Date();
    const going = await withTenant(db, { tenantId }, async (tx) => {
      await tx
        .update(runs)
        .set({ state: 'cancelled', cancelRequestedAt: now, endedAt: now })
        .where(and(isGoing, eq(runs.state, 'queued')));
      await tx
        .update(runs)
        .set({ cancelRequestedAt: now })
        .where(and(isGoing, isNull(runs.cancelRequestedAt)));
      const rows = await tx.select({ id: runs.id }).from(runs).where(isGoing);
      return Promise.all(rows.map(({ id }) => findRun(tx, tenantId, RunId.parse(id), 'share')));
    });
    for (const { place } of going) await adapter.cancel(place).catch(() => {});
    const deadline = Date.now() + RUNS_END_WITHIN_MS;
    while (Date.now() < deadline) {
      const left = await withTenant(db, { tenantId }, (tx) =>
        tx.select({ id: runs.id }).from(runs).where(isGoing).limit(1),
      );
      if (left.length === 0) return;
      await delay(LOOK_EVERY_MS);
    }
  }

  async function sweep(): Promise<void> {
    const unfinished = await withControlPlane(db, (tx) =>
      tx.select().from(removals).where(isNull(removals.doneAt)),
    );
    for (const { tenantId } of unfinished) {
      await erase(TenantId.parse(tenantId)).catch((error: unknown) =>
        logger.warn({ err: error, tenantId }, 'a tenant could not be erased yet'),
      );
    }
  }

  return {
    /**
     * Erases the caller's tenant. When it answers, rows, files and keys are gone; what a gateway has kept goes within seconds. Errors:
     * CONFIRMATION_WRONG; DEPENDENCY_UNAVAILABLE, after which it is gone on with all the same.
     */
    async remove(caller: Caller, input: RemoveAccountInput): Promise<void> {
      await begin(caller, input);
      await erase(caller.tenantId);
    },
    /** Begins to look for removals that were cut off. */
    start(): void {
      sweeper = setInterval(() => {
        sweep().catch((error: unknown) => logger.warn({ err: error }, 'removals could not be looked after'));
      }, SWEEP_EVERY_MS);
    },
    async stop(): Promise<void> {
      clearInterval(sweeper);
      await Promise.allSettled(underWay.values());
    },
  };
}
export type Removal = ReturnType<typeof createRemoval>;
