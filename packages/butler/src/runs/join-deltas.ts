import type { RuntimeEvent } from '@friendsai/runtime';
import { EventType } from '@friendsai/schema';

/** Puts an event behind the others, or into the last one when both are text of the same message. */
function add(batch: RuntimeEvent[], event: RuntimeEvent): void {
  const last = batch.at(-1);
  if (
    last?.type === EventType.TEXT_MESSAGE_CONTENT &&
    event.type === EventType.TEXT_MESSAGE_CONTENT &&
    last.messageId === event.messageId
  ) {
    batch[batch.length - 1] = { ...last, delta: last.delta + event.delta };
  } else {
    batch.push(event);
  }
}

/**
 * Joins text deltas so that the stream carries some 25 events a second instead of one a token (an event costs the
 * same whatever its length). The first text passes at once, together with its message's opening, and so does everything that is not
 * text, with the text before it. Batches are never empty, and their concatenation says what the source said.
 *
 * @param windowMs how long text may wait for more text.
 */
export async function* joinDeltas(
  source: AsyncIterable<RuntimeEvent>,
  windowMs: number,
): AsyncGenerator<RuntimeEvent[], void, undefined> {
  const iterator = source[Symbol.asyncIterator]();
  let batch: RuntimeEvent[] = [];
  let spoke = false;
  let window: { elapsed: Promise<'elapsed'>; timer: NodeJS.Timeout } | null = null;
  const take = () => {
    if (window) clearTimeout(window.timer);
    window = null;
    const taken = batch;
    batch = [];
    return taken;
  };
  try {
    let next = iterator.next();
    while (true) {
      const won = window ? await Promise.race([next, window.elapsed]) : await next;
      if (won === 'elapsed') {
        yield take();
        continue;
      }
      if (won.done) break;
      next = iterator.next();
      // A consumer that stops early leaves this promise unread; its failure is not an unhandled one.
      next.catch(() => {});
      add(batch, won.value);
      // Its text follows at once, and need not wait until this one is in the stream.
      if (won.value.type === EventType.TEXT_MESSAGE_START) continue;
      if (won.value.type === EventType.TEXT_MESSAGE_CONTENT && spoke) {
        window ??= openWindow(windowMs);
        continue;
      }
      if (won.value.type === EventType.TEXT_MESSAGE_CONTENT) spoke = true;
      yield take();
    }
    if (batch.length > 0) yield take();
  } finally {
    take();
    await iterator.return?.();
  }
}

function openWindow(windowMs: number): { elapsed: Promise<'elapsed'>; timer: NodeJS.Timeout } {
  const { promise, resolve } = Promise.withResolvers<'elapsed'>();
  return { elapsed: promise, timer: setTimeout(() => resolve('elapsed'), windowMs) };
}
