import type { Database } from '@friendsai/db';
import type { EventLog } from '@friendsai/redis';
import type { RuntimeAdapter } from '@friendsai/runtime';
import type {
  EventDraft,
  HistoryInput,
  HistoryPage,
  RetryResult,
  RunId,
  SendInput,
  SendResult,
  TenantId,
} from '@friendsai/schema';
import type { Logger } from 'pino';
import type { Caller } from '../caller.ts';
import type { Engine } from '../runs/engine.ts';
import { runCancelled, runDraft, runStarted, userMessageDrafts } from '../runs/events.ts';
import { requestCancel } from './cancel.ts';
import { readHistory } from './history.ts';
import { queueRetry } from './retry.ts';
import { acceptMessage } from './send.ts';

export type ChatDeps = {
  db: Database;
  log: EventLog;
  engine: Engine;
  adapter: RuntimeAdapter;
  logger: Logger;
};

/** Conversations: what a person says, and what they do about an answer. */
export function createChat({ db, log, engine, adapter, logger }: ChatDeps) {
  /** For what the ledger has already: when the stream cannot be reached, devices read it from the history. */
  async function announce(tenantId: TenantId, drafts: EventDraft[]): Promise<void> {
    await log
      .append(tenantId, drafts)
      .catch((error: unknown) => logger.warn({ err: error, tenantId }, 'events could not be appended'));
  }

  return {
    /** Stores the message and queues its run; answers before any model is asked. Errors: NOT_FOUND, MESSAGE_CONFLICT. */
    async send(caller: Caller, input: SendInput): Promise<SendResult> {
      const { isNew, channelId, ...sent } = await acceptMessage(db, caller, input);
      if (isNew) await announce(caller.tenantId, userMessageDrafts(input, sent));
      engine.kick(caller.tenantId, channelId);
      return sent;
    },

    history: (caller: Caller, input: HistoryInput): Promise<HistoryPage> => readHistory(db, caller, input),

    /** Stops a run; what it had said is kept. Stopping it twice is no error. Errors: NOT_FOUND, RUN_ENDED. */
    async cancel(caller: Caller, runId: RunId): Promise<void> {
      const { was, ...run } = await requestCancel(db, caller, runId);
      if (was === 'queued') {
        await announce(caller.tenantId, [runDraft(run, runStarted(run)), runDraft(run, runCancelled(run))]);
        engine.kick(caller.tenantId, run.channelId);
      }
      if (was === 'running') await adapter.cancel(run);
    },

    /** Has the butler try again. Errors: NOT_FOUND, RUN_NOT_RETRYABLE. */
    async retry(caller: Caller, runId: RunId): Promise<RetryResult> {
      const run = await queueRetry(db, caller, runId);
      engine.kick(caller.tenantId, run.channelId);
      return { runId: run.runId };
    },
  };
}
