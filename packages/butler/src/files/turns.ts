import { addAbortListener } from 'node:events';

/**
 * Lets so many things of each kind, such as of each tenant, go on at once in this process; what comes on top waits in order.
 * What one tenant asks for neither fills the disk with half-sent files nor takes the connections and the cores of the others.
 */
export function createTurns<Kind>(atOnce: number) {
  const queues = new Map<Kind, { going: number; waiting: (() => void)[] }>();

  /** Rejects with the signal's reason when that comes before the turn. */
  return async function inTurn<Value>(
    kind: Kind,
    signal: AbortSignal,
    work: () => Promise<Value>,
  ): Promise<Value> {
    signal.throwIfAborted();
    const queue = queues.get(kind) ?? { going: 0, waiting: [] };
    queues.set(kind, queue);
    if (queue.going < atOnce) queue.going += 1;
    else await turnIn(queue.waiting, signal);
    try {
      return await work();
    } finally {
      const next = queue.waiting.shift();
      if (next) next();
      else queue.going -= 1;
      if (queue.going === 0) queues.delete(kind);
    }
  };
}

function turnIn(waiting: (() => void)[], signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const take = () => {
      listener[Symbol.dispose]();
      resolve();
    };
    const listener = addAbortListener(signal, () => {
      const place = waiting.indexOf(take);
      if (place !== -1) waiting.splice(place, 1);
      reject(signal.reason);
    });
    waiting.push(take);
  });
}
