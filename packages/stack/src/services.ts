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

export type Manner = { signal: NodeJS.Signals; graceMs: number };

/** The processes of one stack, each started again when it ends, all ended together. */
export type Services = {
  /** Keeps a process going. Errors: when all of them are being stopped, so that a start that was called off goes no further. */
  keep(spawn: () => Child, manner: Manner): Service;
  /** Runs a process to its end. Errors: as above. */
  run(spawn: () => Child): Promise<{ good: boolean; how: string; logFile: string }>;
  find(name: string): Service;
  /** Ends all, the last one started first. */
  stop(): Promise<void>;
};

/** @param say is given one sentence when a process ended that nobody had asked to. */
export function createServices(say: (sentence: string) => void): Services {
  const services: Service[] = [];
  let stopped = false;
  const refuseWhenStopped = () => {
    if (stopped) throw new Error('the stack is being stopped');
  };
  return {
    keep(spawn, manner) {
      refuseWhenStopped();
      const service = supervise(spawn, manner, say);
      services.push(service);
      return service;
    },
    async run(spawn) {
      refuseWhenStopped();
      const child = spawn();
      services.push({
        name: child.name,
        current: () => child,
        stop: () => child.stop('SIGTERM', 5_000),
      });
      const end = await child.exited;
      refuseWhenStopped();
      return { ...end, logFile: child.logFile };
    },
    find(name) {
      const found = services.find((service) => service.name === name);
      if (!found) throw new Error(`there is no service ${name}`);
      return found;
    },
    async stop() {
      stopped = true;
      for (const service of services.toReversed()) await service.stop();
    },
  };
}

/** A process that ends is started again, later each time it ends soon. */
function supervise(
  spawn: () => Child,
  { signal, graceMs }: Manner,
  say: (sentence: string) => void,
): Service {
  const stopping = new AbortController();
  let child = spawn();

  async function keep(): Promise<void> {
    let backoffMs = FIRST_BACKOFF_MS;
    while (!stopping.signal.aborted) {
      const startedAt = Date.now();
      const { how } = await child.exited;
      if (stopping.signal.aborted) return;
      if (Date.now() - startedAt > MAX_BACKOFF_MS) backoffMs = FIRST_BACKOFF_MS;
      say(`${child.name} ${how} and is started again; its log is ${child.logFile}.`);
      await delay(backoffMs, undefined, { signal: stopping.signal }).catch(() => {});
      backoffMs = Math.min(backoffMs * 2, MAX_BACKOFF_MS);
      if (!stopping.signal.aborted) child = spawn();
    }
  }
  const kept = keep();

  return {
    name: child.name,
    current: () => child,
    async stop() {
      stopping.abort();
      await child.stop(signal, graceMs);
      await kept;
    },
  };
}
