import { ERRORS, type ErrorCode } from '@friendsai/schema';
import type { Outbox, Queued } from './outbox.ts';

const FIRST_PAUSE_MS = 1_000;
const MAX_PAUSE_MS = 30_000;

/** What has become of a message that is not yet stored. */
export type SendingState =
  | { state: 'sending' }
  /** Sent by itself as soon as it can be. */
  | { state: 'waiting' }
  /** The server will not take it; a person has to decide. */
  | { state: 'refused'; errorCode: ErrorCode };

export type SenderDeps = {
  outbox: Outbox;
  /** Stores the message, once for each id. Throws what `codeOf` reads. */
  deliver: (message: Queued) => Promise<void>;
  /** Why the server refused; null when it could not be reached. */
  codeOf: (error: unknown) => ErrorCode | null;
  onState: (message: Queued, state: SendingState) => void;
  onSent: (message: Queued) => void;
  /** Lets one page of this device send at a time, so that the order holds across tabs. */
  alone: (work: () => Promise<void>) => Promise<void>;
};

/** Sends what is in the outbox: in order, each until it is taken or refused. */
export function createSender({ outbox, deliver, codeOf, onState, onSent, alone }: SenderDeps) {
  const refused = new Set<string>();
  let pauseMs = FIRST_PAUSE_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let sending: Promise<void> | null = null;
  let again = false;

  /** True when there is nothing left that could be sent now. */
  async function sendAll(): Promise<boolean> {
    for (;;) {
      const next = (await outbox.all()).find(({ clientMessageId }) => !refused.has(clientMessageId));
      if (!next) return true;
      onState(next, { state: 'sending' });
      try {
        await deliver(next);
        await outbox.remove(next.clientMessageId);
        onSent(next);
      } catch (error) {
        const errorCode = codeOf(error);
        if (errorCode === null || ERRORS[errorCode].retryable) return false;
        refused.add(next.clientMessageId);
        onState(next, { state: 'refused', errorCode });
      }
    }
  }

  async function work(): Promise<void> {
    let done = true;
    await alone(async () => {
      done = await sendAll();
    });
    if (done) {
      pauseMs = FIRST_PAUSE_MS;
      return;
    }
    for (const message of await outbox.all()) {
      if (!refused.has(message.clientMessageId)) onState(message, { state: 'waiting' });
    }
    timer = setTimeout(flush, pauseMs);
    pauseMs = Math.min(pauseMs * 2, MAX_PAUSE_MS);
  }

  /** Begins to send, if it is not being done; at once also when the next try would have been later. */
  function flush(): void {
    clearTimeout(timer);
    if (sending) {
      again = true;
      return;
    }
    sending = work()
      .catch(() => {
        timer = setTimeout(flush, pauseMs);
      })
      .finally(() => {
        sending = null;
        if (!again) return;
        again = false;
        flush();
      });
  }

  return {
    flush,
    async add(message: Queued): Promise<void> {
      onState(message, { state: 'sending' });
      await outbox.put(message);
      flush();
    },
    /** Tries again what was refused. */
    retry(clientMessageId: string): void {
      refused.delete(clientMessageId);
      flush();
    },
    async discard(clientMessageId: string): Promise<void> {
      refused.delete(clientMessageId);
      await outbox.remove(clientMessageId);
    },
    /** What an earlier page left, and then all of it is sent. */
    async resume(): Promise<void> {
      for (const message of await outbox.all()) onState(message, { state: 'waiting' });
      flush();
    },
    stop: () => clearTimeout(timer),
  };
}
