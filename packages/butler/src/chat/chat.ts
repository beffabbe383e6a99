import type { Database } from '@friendsai/db';
import type { EventLog } from '@friendsai/redis';
import type { RuntimeAdapter } from '@friendsai/runtime';
import type {
  ChannelRef,
  HistoryInput,
  HistoryPage,
  Notice,
  ReadInput,
  RetryResult,
  RunId,
  SendInput,
  SendResult,
  UnreadCount,
  UnreadInput,
} from '@friendsai/schema';
import type { Logger } from 'pino';
import type { Caller } from '../caller.ts';
import { announceMessage, announceWithdrawal } from '../runs/announce.ts';
import type { Engine } from '../runs/engine.ts';
import { requestCancel } from './cancel.ts';
import { readHistory } from './history.ts';
import { countUnread, markRead } from './read.ts';
import { queueRetry } from './retry.ts';
import { acceptMessage } from './send.ts';
import { trustChannel } from './trust.ts';

export type ChatDeps = {
  db: Database;
  log: EventLog;
  engine: Engine;
  adapter: RuntimeAdapter;
  /** Tells the tenant's devices. Never throws. */
  notify: (caller: Caller, notice: Notice) => Promise<void>;
  logger: Logger;
};

/** Conversations: what a person says, and what they do about an answer. */
export function createChat({ db, log, engine, adapter, notify, logger }: ChatDeps) {
  /** For what the ledger has already. A stream that cannot be reached now is told by whoever works on the channel. */
  async function announce(telling: Promise<void>, runId: RunId): Promise<void> {
    await telling.catch((error: unknown) => logger.warn({ err: error, runId }, 'not announced yet'));
  }

  return {
    /** Stores the message and queues its run; answers before any model is asked. Errors: NOT_FOUND, MESSAGE_CONFLICT. */
    async send(caller: Caller, input: SendInput): Promise<SendResult> {
      const { isNew, channelId, files, ...sent } = await acceptMessage(db, caller, input);
      engine.kick(caller.tenantId, channelId);
      if (isNew)
        await announce(
          announceMessage(log, {
            ...input,
            ...sent,
            role: 'user',
            attachments: files,
            tenantId: caller.tenantId,
          }),
          sent.runId,
        );
      return sent;
    },

    history: (caller: Caller, input: HistoryInput): Promise<HistoryPage> => readHistory(db, caller, input),

    /** Notes how far the user has read, for all devices. Reading again changes nothing. Errors: NOT_FOUND. */
    async read(caller: Caller, input: ReadInput): Promise<void> {
      const position = await markRead(db, caller, input);
      if (position !== null)
        await notify(caller, { kind: 'channel.read', contactId: input.contactId, position });
    },

    /** For a channel that stands in no list of contacts, as the journal. Errors: NOT_FOUND. */
    unread: (caller: Caller, input: UnreadInput): Promise<UnreadCount> => countUnread(db, caller, input),

    /** Stops a run; what it had said is kept. Stopping it twice is no error. Errors: NOT_FOUND, RUN_ENDED. */
    async cancel(caller: Caller, runId: RunId): Promise<void> {
      const { was, ...run } = await requestCancel(db, caller, runId);
      if (was === 'queued') {
        await announce(announceWithdrawal(log, run), runId);
      }
      // A runtime that cannot be reached is told again by whoever has the run in hand.
      if (was === 'running') {
        await adapter
          .cancel(run)
          .catch((error: unknown) => logger.warn({ err: error, runId }, 'the runtime was not told to stop'));
      }
    },

    /** What was read in a channel so far asks no more questions. Errors: NOT_FOUND. */
    trust: (caller: Caller, contactId: ChannelRef): Promise<void> => trustChannel(db, caller, contactId),

    /** Has the butler try again. Errors: NOT_FOUND, RUN_NOT_RETRYABLE. */
    async retry(caller: Caller, runId: RunId): Promise<RetryResult> {
      const run = await queueRetry(db, caller, runId);
      engine.kick(caller.tenantId, run.channelId);
      return { runId: run.runId };
    },
  };
}
