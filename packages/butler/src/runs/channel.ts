import type { ChannelId, EventDraft, FriendsEvent, TenantId } from '@friendsai/schema';
import { cursorOf } from '@friendsai/schema';
import { type ClaimedRun, claimNext } from './claim.ts';
import { endRun } from './end-run.ts';
import type { EngineDeps } from './engine.ts';
import { runCancelled } from './events.ts';
import { executeRun } from './execute.ts';
import { insist } from './insist.ts';
import { interruptOrphan } from './orphan.ts';
import { isCancelRequested } from './sweep.ts';

/**
 * Works off one channel's runs in order, as long as the lease holds and nobody asks to stop.
 *
 * @param leaseSignal aborts when the lease is lost: nothing may be written or said from then on.
 * @param stopSignal aborts when the process drains: the run in hand is finished, no other begun.
 */
export async function workChannel(
  deps: EngineDeps,
  tenantId: TenantId,
  channelId: ChannelId,
  leaseSignal: AbortSignal,
  stopSignal: AbortSignal,
): Promise<void> {
  const append = (drafts: EventDraft[]): Promise<FriendsEvent[]> =>
    insist(() => deps.log.append(tenantId, drafts), leaseSignal);
  while (!leaseSignal.aborted && !stopSignal.aborted) {
    const head = await deps.log.head(tenantId);
    const run = await claimNext(deps.db, tenantId, channelId, cursorOf(head));
    if (!run) break;
    if (run.orphaned) await interruptOrphan(deps, run, append);
    else await answer(deps, run, append, leaseSignal);
    await deps.thread.project(tenantId, run.contactId);
  }
}

async function answer(
  deps: EngineDeps,
  run: ClaimedRun,
  append: (drafts: EventDraft[]) => Promise<FriendsEvent[]>,
  leaseSignal: AbortSignal,
): Promise<void> {
  const execution = await executeRun(deps.adapter, run, append, leaseSignal);
  if (!execution) return;
  const { outcome, finalEvent } = execution;
  // Whoever asked to stop sees 'stopped', also when the runtime ended in an error because of it.
  const stopped = outcome.state === 'failed' && (await isCancelRequested(deps.db, run.tenantId, run.runId));
  const ended = await insist(
    () =>
      stopped
        ? endRun(
            deps.db,
            append,
            run,
            { text: outcome.text, usage: outcome.usage, state: 'cancelled' },
            runCancelled(run),
          )
        : endRun(deps.db, append, run, outcome, finalEvent),
    leaseSignal,
  );
  if (!ended) deps.logger.warn({ runId: run.runId }, 'run was taken over; its end was not written');
}
