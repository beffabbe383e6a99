/** A stream that is stopped until it is let go. */
export type Hold = { reached: Promise<void>; release: () => void };

type HoldRule = {
  match: (userText: string) => boolean;
  afterPieces: number;
  reached: () => void;
  released: Promise<void>;
};

/** What shall happen to the next request instead of an answer. */
type Mishap = { kind: 'fail'; status: number } | { kind: 'hang' } | { kind: 'break'; afterPieces: number };

/** Lets a test say what the model does next, so that it can wait for events and never for time. */
export function createControl() {
  const holds: HoldRule[] = [];
  const mishaps: Mishap[] = [];
  const replies: string[] = [];
  const toolCalls: { name: string; arguments: string }[] = [];

  return {
    /** Stops the first answer to a matching message after so many pieces. */
    hold(match: (userText: string) => boolean, afterPieces: number): Hold {
      const reached = Promise.withResolvers<void>();
      const released = Promise.withResolvers<void>();
      holds.push({ match, afterPieces, reached: reached.resolve, released: released.promise });
      return { reached: reached.promise, release: released.resolve };
    },
    /** Refuses the next requests with that HTTP status. */
    failNext(status: number, times = 1): void {
      for (let n = 0; n < times; n += 1) mishaps.push({ kind: 'fail', status });
    },
    /** Takes the next request and never answers. */
    hangNext(): void {
      mishaps.push({ kind: 'hang' });
    },
    /** Breaks the connection in the middle of the next answer. */
    breakNext(afterPieces: number): void {
      mishaps.push({ kind: 'break', afterPieces });
    },
    /** Says this next, whatever is asked. */
    respondNext(text: string): void {
      replies.push(text);
    },
    /** Uses this tool next. */
    callToolNext(name: string, input: object): void {
      toolCalls.push({ name, arguments: JSON.stringify(input) });
    },

    /** Takes back what was to happen and has not. */
    forget(): void {
      mishaps.length = 0;
    },

    takeMishap: () => mishaps.shift(),
    takeReply: () => replies.shift(),
    takeToolCall: () => toolCalls.shift(),
    takeHold(userText: string): HoldRule | undefined {
      const index = holds.findIndex((rule) => rule.match(userText));
      return index === -1 ? undefined : holds.splice(index, 1)[0];
    },
  };
}
export type Control = ReturnType<typeof createControl>;
