import type { ChannelId, TenantId } from '@friendsai/schema';
import { cursorOf } from '@friendsai/schema';
import { announceMessage, announceWithdrawal } from './announce.ts';
import { type ClaimedRun, markResumed, takeChannel } from './claim.ts';
import type { EngineDeps } from './engine.ts';
import { endEvent, runStarted } from './events.ts';
import { executeRun } from './execute.ts';
import { type Finished, finishRun, type Outcome } from './finish.ts';
import { insist } from './insist.ts';
import { Fenced, openRunStream, type RunStream } from './run-stream.ts';

/** A position behind every message. */
const NOTHING_UNFILED = 2_147_483_647;

/** What ends the work on a channel before it is done. */
export type WorkSignals = {
  /** The lease is lost: nothing may be written or said from then on. */
  lease: AbortSignal;
  /** The process drains: the run in hand is finished, no other begun. */
  stop: AbortSignal;
  /** The process ends: the run in hand is left to another one. */
  handOver: AbortSignal;
};

export type Progress = {
  /** A run is in hand from now on; null: none. */
  hold(run: ClaimedRun | null): void;
  /** A run's end is in the stream and in the thread file. */
  settled(run: ClaimedRun): void;
};

/** Works off one channel's runs in order, as long as the lease holds and nobody asks to stop. */
export async function workChannel(
  deps: EngineDeps,
  place: { tenantId: TenantId; channelId: ChannelId },
  signals: WorkSignals,
  progress: Progress,
): Promise<void> {
  const { lease } = signals;
  const take = async () => {
    const head = await deps.log.head(place.tenantId);
    return takeChannel(deps.db, place, cursorOf(head));
  };
  try {
    let run = await insist(take, lease);
    while (run && !lease.aborted && !signals.stop.aborted) {
      progress.hold(run);
      if (run.ended) {
        await settle(deps, run, lease);
        progress.settled(run);
        run = await insist(take, lease);
      } else {
        const finished = await answer(deps, run, signals);
        if (!finished) return;
        progress.settled(run);
        run = finished.next;
      }
    }
  } catch (error) {
    if (!(error instanceof Fenced)) throw error;
    deps.logger.warn(place, 'the channel was taken over');
  } finally {
    progress.hold(null);
  }
}

/** Null when the run is somebody else's from here on. */
async function answer(
  deps: EngineDeps,
  run: ClaimedRun,
  { lease, stop, handOver }: WorkSignals,
): Promise<Finished | null> {
  await announce(deps, run, lease);
  const stream = await openRunStream(deps.log, run, lease);
  const signal = AbortSignal.any([lease, handOver]);
  const lookingAgain = () => insist(() => markResumed(deps.db, run), lease);
  const execution = await executeRun(deps.adapter, run, stream, signal, lookingAgain);
  if (!execution) return null;
  const { outcome, finalEvent } = execution;
  const finished = await insist(() => finish(deps, run, outcome, stop), lease);
  if (!finished) throw new Fenced();
  const asTold = finished.ended.state === outcome.state;
  await sayEnd(stream, run, asTold ? finalEvent : endEvent(run, finished.ended));
  await file(deps, run, () => deps.thread.file(run, finished.unfiled));
  return finished;
}

async function finish(
  { db, log, thread }: EngineDeps,
  run: ClaimedRun,
  outcome: Outcome,
  stop: AbortSignal,
): Promise<Finished | null> {
  const filedUpTo = await thread.filedUpTo(run.tenantId, run.contactId).catch(() => NOTHING_UNFILED);
  const takeNextFrom = stop.aborted ? null : cursorOf(await log.head(run.tenantId));
  return finishRun(db, run, outcome, { filedUpTo, takeNextFrom });
}

/** Closes what is open and says the end, after the ledger has it: who has seen the final event finds the answer in the history. */
async function sayEnd(
  stream: RunStream,
  run: ClaimedRun,
  finalEvent: ReturnType<typeof endEvent>,
): Promise<void> {
  const opening = stream.said.started ? [] : [runStarted(run)];
  await stream.say([...opening, ...stream.said.closing(), finalEvent]);
}

/** Tells an end that the ledger has and of which its owner may not have got to tell. */
async function settle(deps: EngineDeps, run: ClaimedRun, lease: AbortSignal): Promise<void> {
  const { ended } = run;
  if (!ended) return;
  await announce(deps, run, lease);
  if (run.startedAt === null) {
    await insist(() => announceWithdrawal(deps.log, run), lease);
  } else {
    const stream = await openRunStream(deps.log, { ...run, orphaned: true }, lease);
    if (!stream.said.ended) await sayEnd(stream, run, endEvent(run, ended));
  }
  await file(deps, run, () => deps.thread.project(run));
}

/** Whoever took the message may have died before it said so. */
async function announce({ log }: EngineDeps, run: ClaimedRun, lease: AbortSignal): Promise<void> {
  if (run.attempt === 1) await insist(() => announceMessage(log, run), lease);
}

/** A thread file that cannot be written holds up no conversation: it is a projection, and the next run's end mends it. */
async function file({ logger }: EngineDeps, run: ClaimedRun, write: () => Promise<void>): Promise<void> {
  await write().catch((error: unknown) =>
    logger.error({ err: error, runId: run.runId }, 'thread.jsonl could not be written'),
  );
}
