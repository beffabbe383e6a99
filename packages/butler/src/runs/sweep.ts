import { type Database, runs, withSettle, withSweep } from '@friendsai/db';
import { ChannelId, RunId, TenantId } from '@friendsai/schema';
import { and, inArray, lt, or, sql } from 'drizzle-orm';

/** As long as whoever ended a run needs to tell it everywhere and to mark it, with time to spare. */
const SETTLED_WITHIN_SEC = 5;

export type ChannelToSee = {
  tenantId: TenantId;
  channelId: ChannelId;
  /** Its run that is to be stopped, if there is one. */
  stopRunId: RunId | null;
};

/** Every channel, of any tenant, with a run that has not ended or whose end was not told everywhere. */
export async function channelsToSee(db: Database): Promise<ChannelToSee[]> {
  const rows = await withSweep(db, (tx) =>
    tx
      .select({
        tenantId: runs.tenantId,
        channelId: runs.channelId,
        stopRunId: sql<
          string | null
        >`min(${runs.id}::text) filter (where ${runs.state} = 'running' and ${runs.cancelRequestedAt} is not null)`,
      })
      .from(runs)
      .where(
        or(
          inArray(runs.state, ['queued', 'running']),
          and(
            sql`not ${runs.settled}`,
            lt(runs.endedAt, sql`now() - make_interval(secs => ${SETTLED_WITHIN_SEC})`),
          ),
        ),
      )
      .groupBy(runs.tenantId, runs.channelId),
  );
  return rows.map(({ tenantId, channelId, stopRunId }) => ({
    tenantId: TenantId.parse(tenantId),
    channelId: ChannelId.parse(channelId),
    stopRunId: stopRunId === null ? null : RunId.parse(stopRunId),
  }));
}

/** Marks ended runs, of any tenants, as told everywhere. */
export async function markSettled(db: Database, ended: readonly [RunId, TenantId][]): Promise<void> {
  const keys = ended.map(([runId, tenantId]) => sql`(${tenantId}::uuid, ${runId}::uuid)`);
  await withSettle(db, (tx) =>
    tx
      .update(runs)
      .set({ settled: true })
      .where(sql`(${runs.tenantId}, ${runs.id}) in (${sql.join(keys, sql`, `)})`),
  );
}
