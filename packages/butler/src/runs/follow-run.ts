import { setTimeout as delay } from 'node:timers/promises';
import { type Database, messages, withTenant } from '@friendsai/db';
import type { EventHub, EventLog } from '@friendsai/redis';
import type { RuntimeEvent } from '@friendsai/runtime';
import { type AguiEvent, cursorOf, EventType, type RunId } from '@friendsai/schema';
import { and, eq } from 'drizzle-orm';
import type { Caller } from '../caller.ts';
import { findRun } from '../chat/run-row.ts';
import { endedAs } from './claim.ts';
import { endEvent, runStarted } from './events.ts';
import { goOn } from './go-on.ts';
import { createSaid } from './said.ts';
import { lookFrom } from './said-so-far.ts';

/** A run of which the stream no longer holds the beginning is looked for in the ledger so often, until it has ended. */
const LOOK_EVERY_MS = 1_000;

export type RunFollowerDeps = {
  db: Database;
  log: Pick<EventLog, 'head'>;
  hub: Pick<EventHub, 'subscribe'>;
};

/** One run's events, alone and whole, for those who ask for nothing else. */
export function createRunFollower({ db, log, hub }: RunFollowerDeps) {
  /**
   * From RUN_STARTED to the final event, whenever the run began or ended, each event once. Ends early when the signal aborts.
   * Errors: NOT_FOUND, DEPENDENCY_UNAVAILABLE.
   */
  return async function* followRun(
    caller: Caller,
    runId: RunId,
    signal: AbortSignal,
  ): AsyncGenerator<AguiEvent, void, undefined> {
    const said = createSaid();
    // Again when numbering has restarted: the run is told from its beginning then, of which only the rest is new.
    for (let looks = 0; !signal.aborted && !said.ended; looks += 1) {
      if (looks > 0) await delay(LOOK_EVERY_MS, undefined, { signal }).catch(() => {});
      for await (const event of goOn(said, told(caller, runId, signal))) {
        said.note(event);
        yield event;
        if (said.ended) return;
      }
    }
  };

  async function* told(
    caller: Caller,
    runId: RunId,
    signal: AbortSignal,
  ): AsyncGenerator<RuntimeEvent, void, undefined> {
    // The head first: what a queued run says stands after it.
    const head = await log.head(caller.tenantId);
    const { run, place, reply } = await withTenant(db, caller, async (tx) => {
      const found = await findRun(tx, caller.tenantId, runId, 'share');
      const [reply] = await tx
        .select({ text: messages.text })
        .from(messages)
        .where(and(eq(messages.tenantId, caller.tenantId), eq(messages.id, found.place.replyMessageId)));
      return { ...found, reply };
    });
    const ended = endedAs(run);
    if (ended) {
      const messageId = place.replyMessageId;
      yield runStarted(place);
      if (reply) {
        yield { type: EventType.TEXT_MESSAGE_START, messageId, role: 'assistant' };
        yield { type: EventType.TEXT_MESSAGE_CONTENT, messageId, delta: reply.text };
        yield { type: EventType.TEXT_MESSAGE_END, messageId };
      }
      yield endEvent(place, ended);
      return;
    }
    const from = run.state === 'queued' ? cursorOf(head) : lookFrom(run.streamFrom, head.epoch);
    for await (const batch of hub.subscribe(caller.tenantId, from, signal)) {
      if (batch === 'unknown-cursor') return;
      for (const event of batch) if (event.runId === runId) yield event.event;
    }
  }
}
