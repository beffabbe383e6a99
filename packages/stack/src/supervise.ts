import { setTimeout as delay } from 'node:timers/promises';
import type { Child } from './child.ts';

const FIRST_BACKOFF_MS = 500;
const MAX_BACKOFF_MS = 30_000;

export type Service = {
  readonly name: string;
  /** The process as it is now; another one after it was started again. */
  current(): Child;
  /** Ends it for good. */
  stop(): Promise<void>;
};

/**
 * Keeps a process going: one that ends is started again, later each time it ends soon.
 *
 * @param spawn starts the process. @param say is given one sentence when it ended.
 */
export function supervise(
  spawn: () => Child,
  { signal, graceMs, say }: { signal: NodeJS.Signals; graceMs: number; say: (sentence: string) => void },
): Service {
  const stopping = new AbortController();
  let child = spawn();
  const { name } = child;

  async function keep(): Promise<void> {
    let backoffMs = FIRST_BACKOFF_MS;
    while (!stopping.signal.aborted) {
      const startedAt = Date.now();
      const ended = await child.exited;
      if (stopping.signal.aborted) return;
      backoffMs =
        Date.now() - startedAt > MAX_BACKOFF_MS ? FIRST_BACKOFF_MS : Math.min(backoffMs * 2, MAX_BACKOFF_MS);
      say(`${name} ${ended} and is started again; its log is ${child.logFile}.`);
      await delay(backoffMs, undefined, { signal: stopping.signal }).catch(() => {});
      if (!stopping.signal.aborted) child = spawn();
    }
  }
  const kept = keep();

  return {
    name,
    current: () => child,
    async stop() {
      stopping.abort();
      await child.stop(signal, graceMs);
      await kept;
    },
  };
}
