import { setTimeout as delay } from 'node:timers/promises';

type Watch = {
  port: number;
  /** Between two looks. */
  everyMs: number;
  /** How long one look waits for an answer, whatever it is. */
  withinMs: number;
  /** So many looks in a row without an answer, and it is silent. */
  misses: number;
  signal: AbortSignal;
};

/** Resolves when a gateway that still runs answers nothing any more, since its event loop is stuck. Rejects when the signal aborts. */
export async function untilSilent({ port, everyMs, withinMs, misses, signal }: Watch): Promise<void> {
  for (let missed = 0; missed < misses; ) {
    await delay(everyMs, undefined, { signal });
    const answered = await fetch(`http://127.0.0.1:${port}/readyz`, {
      signal: AbortSignal.any([AbortSignal.timeout(withinMs), signal]),
    }).then(
      (answer) => answer.body?.cancel().then(() => true) ?? true,
      () => false,
    );
    missed = answered ? 0 : missed + 1;
  }
  signal.throwIfAborted();
}
