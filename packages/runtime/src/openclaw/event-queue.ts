/** Hands what is pushed to one reader, in order; the reader waits when there is nothing. */
export function createQueue<Item>() {
  const items: Item[] = [];
  let closed = false;
  let wake = Promise.withResolvers<void>();
  return {
    push(...added: Item[]): void {
      items.push(...added);
      wake.resolve();
    },
    /** No more will be pushed; the reader gets what is left and ends. */
    close(): void {
      closed = true;
      wake.resolve();
    },
    async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
      while (true) {
        const next = items.shift();
        if (next !== undefined) yield next;
        else if (closed) return;
        else {
          wake = Promise.withResolvers<void>();
          if (items.length === 0 && !closed) await wake.promise;
        }
      }
    },
  };
}
