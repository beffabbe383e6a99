import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFriendsClient, EventType, errorOf, type FriendsEvent } from './index.ts';

/** A server that only streams: every subscription is answered by the next of `answers`, the last one for ever. */
type Answer = (res: ServerResponse, resumeAfter: string | null) => void;
let answers: Answer[];
let asked: { resumeAfter: string | null; authorization: string | undefined }[];
let url: string;
const server = createServer((req, res) => {
  const answer = answers.length > 1 ? answers.shift() : answers[0];
  asked.push({ resumeAfter: resumeAfterOf(req), authorization: req.headers.authorization });
  answer?.(res, resumeAfterOf(req));
});

beforeEach(async () => {
  asked = [];
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function resumeAfterOf(req: IncomingMessage): string | null {
  const input = JSON.parse(new URL(req.url ?? '/', url).searchParams.get('input') ?? '{}');
  const header = req.headers['last-event-id'];
  return (typeof header === 'string' ? header : undefined) ?? input.lastEventId ?? input.after ?? null;
}

function open(res: ServerResponse): void {
  res.writeHead(200, { 'content-type': 'text/event-stream' });
  res.write('retry: 20\nevent: connected\ndata: {}\n\n');
}

function write(res: ServerResponse, from: number, to: number): void {
  for (let seq = from; seq <= to; seq++) {
    const event: FriendsEvent = {
      seq,
      epoch: 1,
      at: '2026-01-01T00:00:00.000Z',
      contactId: null,
      runId: null,
      taskId: null,
      event: { type: EventType.CUSTOM, name: 'test', value: seq },
    };
    res.write(`data: ${JSON.stringify(event)}\nid: 1-${seq}\n\n`);
  }
}

/** Streams what follows the cursor, up to `to`. */
const upTo =
  (to: number, then: (res: ServerResponse) => void = () => {}): Answer =>
  (res, resumeAfter) => {
    open(res);
    write(res, Number(resumeAfter?.split('-')[1] ?? 0) + 1, to);
    then(res);
  };
const refusing =
  (status: number): Answer =>
  (res) =>
    res.writeHead(status).end('no');
const saying =
  (code: string, retryable: boolean): Answer =>
  (res) => {
    open(res);
    const friends = { code, message: 'so it is', retryable, requestId: 'r', retryAfterMs: 10 };
    // tRPC's number for "unauthorized": its link gives such an error on, instead of trying again.
    res.end(
      `event: serialized-error\ndata: ${JSON.stringify({ code: -32001, message: 'so it is', data: { friends } })}\n\n`,
    );
  };

/** Reads up to the event with this number, then leaves. */
async function readTo(
  last: number,
  after: string | null = null,
  afterFirst: () => Promise<void> = async () => {},
): Promise<number[]> {
  const seen: number[] = [];
  for await (const { seq } of createFriendsClient({ url, token: 'secret' }).events({ after })) {
    seen.push(seq);
    if (seen.length === 1) await afterFirst();
    if (seq === last) break;
  }
  return seen;
}
const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

test('the token goes in a header, the cursor in the input', async () => {
  answers = [upTo(5)];
  expect(await readTo(5, '1-2')).toEqual([3, 4, 5]);
  expect(asked).toEqual([{ resumeAfter: '1-2', authorization: 'Bearer secret' }]);
});

test('goes on after a cut, an ended stream and a failing proxy, without gap or repeat', async () => {
  answers = [
    upTo(3, (res) => setTimeout(() => res.destroy(), 20)),
    upTo(6, (res) => res.end()),
    refusing(502),
    saying('RATE_LIMITED', true),
    upTo(9),
  ];
  expect(await readTo(9)).toEqual(numbers(1, 9));
  expect(asked.map(({ resumeAfter }) => resumeAfter)).toEqual([null, '1-3', '1-6', '1-6', '1-6']);
});

test('a slow reader is spared what it cannot hold, and misses nothing', async () => {
  answers = [upTo(3_000)];
  // Busy with the first one until far more than it is spared has been sent.
  const busy = () => new Promise<void>((resolve) => setTimeout(resolve, 300));
  expect(await readTo(3_000, null, busy)).toEqual(numbers(1, 3_000));
  expect(asked.length).toBeGreaterThan(1);
});

test('throws what another try cannot change', async () => {
  answers = [saying('UNAUTHORIZED', false)];
  const refusal = await readTo(1).catch((error: unknown) => errorOf(error));
  expect(refusal).toMatchObject({ code: 'UNAUTHORIZED', message: 'so it is', requestId: 'r' });
  answers = [refusing(404)];
  await expect(readTo(1)).rejects.toThrow('404');
});

test.each([
  ['for an event', upTo(1), [1]],
  ['to try again', refusing(503), []],
])('ends when the signal aborts while it waits %s', async (_, answer, seenBefore) => {
  answers = [answer];
  const listening = new AbortController();
  setTimeout(() => listening.abort(), 200);
  const seen: number[] = [];
  for await (const { seq } of createFriendsClient({ url, token: 'secret' }).events({
    signal: listening.signal,
  }))
    seen.push(seq);
  expect(seen).toEqual(seenBefore);
});
