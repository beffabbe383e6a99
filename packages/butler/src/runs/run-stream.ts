import type { EventLog } from '@friendsai/redis';
import type { RuntimeEvent } from '@friendsai/runtime';
import type { ClaimedRun } from './claim.ts';
import { runDraft } from './events.ts';
import { insist } from './insist.ts';
import { createSaid, type Said } from './said.ts';
import { lookFrom, saidSoFar } from './said-so-far.ts';

/** Somebody with a newer fencing token has the channel: nothing more may be said or written. */
export class Fenced extends Error {
  override readonly name = 'Fenced';
}

export type RunStream = {
  /** What the run has said, by whomever. */
  readonly said: Said;
  /**
   * Puts events into the stream, once, however often Redis has to be asked. When numbering has restarted meanwhile (Redis
   * lost the stream), all that the run had said goes in again before them: a stream is complete in its epoch. Throws
   * Fenced, and what the signal aborted with.
   */
  say(events: readonly RuntimeEvent[]): Promise<void>;
};

/**
 * A run's place in its tenant's stream, for who holds the channel.
 *
 * @param signal aborts when the channel is held no longer.
 */
export async function openRunStream(log: EventLog, run: ClaimedRun, signal: AbortSignal): Promise<RunStream> {
  const { tenantId, channelId, runId } = run;
  const fence = { channelId, token: run.fence };
  const name = `run.${runId}.${run.fence}`;
  // An earlier owner that wakes up is refused from here on, so that what it said stands fast.
  const head = await insist(() => log.fence(tenantId, fence), signal);
  if (head === 'fenced') throw new Fenced();
  const earlier = run.orphaned
    ? await insist(() => saidSoFar(log, tenantId, lookFrom(run.streamFrom, head.epoch), head), signal)
    : null;
  const said = earlier?.get(runId) ?? createSaid();
  let epoch = head.epoch;
  let batch = 0;

  async function append(events: readonly RuntimeEvent[], guard: { epoch?: number }): Promise<boolean> {
    batch += 1;
    const writer = { name, batch };
    const drafts = events.map((event) => runDraft(run, event));
    const appended = await insist(
      () => log.appendGuarded(tenantId, drafts, { writer, fence, ...guard }),
      signal,
    );
    if (appended === 'fenced') throw new Fenced();
    if (appended === 'other-epoch') return false;
    epoch = appended[0]?.epoch ?? epoch;
    return true;
  }

  return {
    said,
    async say(events) {
      if (!(await append(events, { epoch }))) await append([...said.events, ...events], {});
      for (const event of events) said.note(event);
    },
  };
}
