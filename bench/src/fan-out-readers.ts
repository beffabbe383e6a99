/** The viewers of the fan-out, all in this process: raw sockets that count frames and look at nothing else of them. */
import { connect } from 'node:net';
import { z } from 'zod';
import { answerParent } from './helper.ts';

const Connect = z.object({ port: z.int(), path: z.string(), token: z.string(), viewers: z.int() });
const Reach = z.object({ frames: z.int() });

const GREETING = Buffer.from('event: connected');
const FRAME = Buffer.from('\nid: ');
/** So many are under way at once: no more than the servers' queues of callers hold. */
const AT_ONCE = 64;

let frames = 0;
let goal: { frames: number; reached: () => void } | null = null;
const sockets = new Set<ReturnType<typeof connect>>();

function occurrences(data: Buffer, word: Buffer): number {
  let count = 0;
  for (let at = data.indexOf(word); at !== -1; at = data.indexOf(word, at + word.length)) count += 1;
  return count;
}

function note(count: number): void {
  frames += count;
  if (goal && frames >= goal.frames) goal.reached();
}

/** Resolves when the stream has greeted. */
function open({ port, path, token }: z.infer<typeof Connect>): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const socket = connect(port, '127.0.0.1');
  sockets.add(socket);
  let head: Buffer | null = Buffer.alloc(0);
  let rest = Buffer.alloc(0);
  socket.write(
    `GET ${path} HTTP/1.1\r\nhost: bench\r\naccept: text/event-stream\r\nauthorization: Bearer ${token}\r\n\r\n`,
  );
  socket.on('data', (chunk) => {
    // No encoding is set, so there are no strings.
    if (typeof chunk === 'string') return;
    if (head) {
      head = Buffer.concat([head, chunk]);
      if (!head.includes(GREETING)) return;
      head = null;
      resolve();
      return;
    }
    // A mark may lie across two chunks.
    const data = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    note(occurrences(data, FRAME));
    const isCut = [4, 3, 2, 1].find((length) => data.subarray(-length).equals(FRAME.subarray(0, length)));
    rest = Buffer.from(data.subarray(data.length - (isCut ?? 0)));
  });
  socket.on('error', reject);
  socket.on('close', () => {
    sockets.delete(socket);
    reject(new Error(`a stream ended: ${head?.toString().slice(0, 200) ?? ''}`));
  });
  promise.catch(() => {});
  return promise;
}

answerParent({
  async connect(input) {
    const given = Connect.parse(input);
    let left = given.viewers;
    const openSome = async () => {
      while (left > 0) {
        left -= 1;
        await open(given);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, openSome));
    frames = 0;
  },
  /** Resolves when so many frames have come since the viewers were connected. */
  async reach(input) {
    const wanted = Reach.parse(input).frames;
    if (frames >= wanted) return;
    await new Promise<void>((reached) => {
      goal = { frames: wanted, reached };
    });
    goal = null;
  },
  state: () => ({ frames, viewers: sockets.size }),
  leave() {
    for (const socket of sockets) socket.destroy();
  },
});
