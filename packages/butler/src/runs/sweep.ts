import { type Database, runs, withSweep, withTenant } from '@friendsai/db';
import { ChannelId, type RunId, TenantId } from '@friendsai/schema';
import { and, eq, inArray } from 'drizzle-orm';

/** Every channel, of any tenant, with a run that has not ended. */
export async function unfinishedChannels(
  db: Database,
): Promise<{ tenantId: TenantId; channelId: ChannelId }[]> {
  const rows = await withSweep(db, (tx) =>
    tx
      .selectDistinct({ tenantId: runs.tenantId, channelId: runs.channelId })
      .from(runs)
      .where(inArray(runs.state, ['queued', 'running'])),
  );
  return rows.map((row) => ({
    tenantId: TenantId.parse(row.tenantId),
    channelId: ChannelId.parse(row.channelId),
  }));
}

/** Whether the channel has a run that has not ended. */
export async function hasUnfinished(
  db: Database,
  tenantId: TenantId,
  channelId: ChannelId,
): Promise<boolean> {
  const rows = await withTenant(db, { tenantId }, (tx) =>
    tx
      .select({ id: runs.id })
      .from(runs)
      .where(
        and(
          eq(runs.tenantId, tenantId),
          eq(runs.channelId, channelId),
          inArray(runs.state, ['queued', 'running']),
        ),
      )
      .limit(1),
  );
  return rows.length > 0;
}

/** Whether the user has asked to stop the run. */
export async function isCancelRequested(db: Database, tenantId: TenantId, runId: RunId): Promise<boolean> {
  const [run] = await withTenant(db, { tenantId }, (tx) =>
    tx
      .select({ at: runs.cancelRequestedAt })
      .from(runs)
      .where(and(eq(runs.tenantId, tenantId), eq(runs.id, runId))),
  );
  return run?.at != null;
}
