import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** What is swapped for what: at `place` stands the real thing or a link to `target`, the real one being `aside` then. */
export type Swap = { place: string; aside: string; target: string; kind: 'symbolic' | 'hard' };
export type Swaps = { swaps: readonly Swap[]; shared: SharedArrayBuffer };

/** Runs the work while a thread swaps. `swapped` counts the links that have stood there so far. */
export async function whileSwapping(
  swaps: readonly Swap[],
  work: (swapped: () => number) => Promise<void>,
): Promise<void> {
  const shared = new SharedArrayBuffer(12);
  const state = new Int32Array(shared);
  const workerData: Swaps = { swaps, shared };
  const worker = new Worker(new URL('./swapper.ts', import.meta.url), { workerData });
  const ended = once(worker, 'exit');
  try {
    await once(worker, 'online');
    await work(() => Atomics.load(state, 0));
  } finally {
    Atomics.store(state, 1, 1);
    await ended;
  }
}
