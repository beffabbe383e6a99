import { linkSync, renameSync, rmSync, symlinkSync, unlinkSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import type { Swaps } from './swapping.ts';

/** Puts links in the places of files and folders, and these back, as fast as it can and without a word to anybody. */
const { swaps, shared }: Swaps = workerData;
const [swapped, stop, unused] = [0, 1, 2];
const state = new Int32Array(shared);

function succeeds(step: () => void): boolean {
  try {
    step();
    return true;
  } catch {
    // The attacked one was quicker; the next round goes on from what is there.
    return false;
  }
}

/** Both the link and the real thing stand for a moment, never the same one: what is attacked meets either at any step. */
function linger(): void {
  Atomics.wait(state, unused, 0, Math.random() / 10);
}

while (Atomics.load(state, stop) === 0)
  for (const { place, aside, target, kind } of swaps) {
    succeeds(() => renameSync(place, aside));
    if (succeeds(() => (kind === 'hard' ? linkSync : symlinkSync)(target, place)))
      Atomics.add(state, swapped, 1);
    linger();
    succeeds(() => unlinkSync(place));
    if (!succeeds(() => renameSync(aside, place)))
      succeeds(() => rmSync(aside, { recursive: true, force: true }));
    linger();
  }
