import type { Reply, ToolCall } from '../wire.ts';

/** An answer that is stopped until it is let go. */
export type Hold = { reached: Promise<void>; release: () => void };

type HoldRule = {
  match: (lastUserText: string) => boolean;
  afterPieces: number;
  reached: () => void;
  released: Promise<void>;
};

/** What shall happen to a request instead of a whole answer. */
type Mishap = { kind: 'fail'; status: number } | { kind: 'hang' } | { kind: 'break'; afterPieces: number };

/**
 * Lets a test say what the model does next, so that it can wait for events and never for time. What is set waits in order;
 * each request takes one of each kind. Pieces are those of a streamed answer; a number beyond its last means its end.
 */
export function createControl() {
  const holds: HoldRule[] = [];
  const mishaps: Mishap[] = [];
  const replies: { text: string; contains: string }[] = [];
  const toolCalls: ToolCall[][] = [];
  const obeying: ToolCall[][] = [];

  return {
    /** Stops the first streamed answer to a matching message after so many pieces. */
    hold(match: (lastUserText: string) => boolean, afterPieces: number): Hold {
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
    /** Breaks the connection after so many pieces of the next answer. */
    breakNext(afterPieces: number): void {
      mishaps.push({ kind: 'break', afterPieces });
    },
    /** Says this next, to a message that contains the words; without words, whatever is asked. */
    respondNext(text: string, contains = ''): void {
      replies.push({ text, contains });
    },
    /** Uses this tool next, unless it is just being told a tool's answer. */
    callToolNext(name: string, input: object): void {
      toolCalls.push([{ name, arguments: JSON.stringify(input) }]);
    },
    /** Uses these tools next, all in one answer. */
    callToolsNext(calls: readonly { name: string; input: object }[]): void {
      toolCalls.push(calls.map(({ name, input }) => ({ name, arguments: JSON.stringify(input) })));
    },
    /** Uses these tools when it is next told a tool's answer: a model that does what it has read there. */
    obeyNext(calls: readonly { name: string; input: object }[]): void {
      obeying.push(calls.map(({ name, input }) => ({ name, arguments: JSON.stringify(input) })));
    },
    /** Takes back what was to happen and has not. */
    forget(): void {
      for (const waiting of [holds, mishaps, replies, toolCalls, obeying]) waiting.length = 0;
    },

    takeMishap: () => mishaps.shift(),
    /** What to say in place of an answer of its own. */
    takeReply(mayCallTool: boolean, asked: string): Reply | undefined {
      const calls = mayCallTool ? toolCalls.shift() : obeying.shift();
      if (calls) return { toolCalls: calls };
      const index = replies.findIndex(({ contains }) => asked.includes(contains));
      const [reply] = index === -1 ? [] : replies.splice(index, 1);
      return reply && { text: reply.text };
    },
    takeHold(lastUserText: string): HoldRule | undefined {
      const index = holds.findIndex((rule) => rule.match(lastUserText));
      return index === -1 ? undefined : holds.splice(index, 1)[0];
    },
  };
}
export type Control = ReturnType<typeof createControl>;
