import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import { callServer, type ToolCall } from './call-server.ts';
import { isSigned } from './signature.ts';

const SECRET = 'a secret of thirty-two characters';
const call: ToolCall = {
  toolName: 'note_add',
  agentId: 't-1',
  sessionKey: 'agent:t-1:friendsai:1:direct:2',
  runId: 'run-1',
  toolCallId: 'call_1',
  body: '{"text":"likes tea"}',
};

type Attempt = { headers: IncomingMessage['headers']; body: string };
type Answer = (res: ServerResponse, attempt: Attempt) => void;

const running: Server[] = [];
afterEach(() => {
  for (const server of running.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A server that answers each attempt as the next of `answers` says, and all further ones as the last does. */
async function serve(answers: [Answer, ...Answer[]], port = 0) {
  const attempts: Attempt[] = [];
  const server = createServer(async (req, res) => {
    const attempt = { headers: req.headers, body: await text(req) };
    attempts.push(attempt);
    (answers[attempts.length - 1] ?? answers.at(-1))?.(res, attempt);
  });
  running.push(server);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const bound = typeof address === 'object' && address ? address.port : 0;
  return { url: `http://127.0.0.1:${bound}`, port: bound, attempts, server };
}

const json =
  (status: number, body: unknown): Answer =>
  (res) => {
    res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
const done = json(200, { text: '{"status":"done"}' });
const cutOff: Answer = (res) => {
  res.writeHead(200, { 'content-length': '100' }).write('{"text":"half an ans');
  res.socket?.resetAndDestroy();
};
const dropped: Answer = (res) => res.socket?.resetAndDestroy();

const ask = (url: string, patienceMs = 30_000, stop?: AbortSignal) =>
  callServer(call, { url, secret: SECRET }, { patience: AbortSignal.timeout(patienceMs), stop });

const header = ({ headers }: Attempt, name: string) => `${headers[`x-friendsai-${name}`]}`;

test.each<[string, Answer]>([
  ['drops the connection', dropped],
  ['ends in the middle of its answer', cutOff],
  ['answers 502 and no JSON', (res) => res.writeHead(502).end('<html>')],
  ['drains (503)', json(503, { error: { message: 'later' } })],
  ['is asked in vain by a proxy (504)', (res) => res.writeHead(504).end()],
  ['is full (429)', json(429, { error: { message: 'too many' } })],
])('a server that %s is asked again: the same call, a new time and nonce, signed', async (_, failing) => {
  const { url, attempts } = await serve([failing, failing, done]);
  expect(await ask(url)).toBe('{"status":"done"}');
  expect(attempts).toHaveLength(3);
  expect(new Set(attempts.map((attempt) => header(attempt, 'tool-call')))).toEqual(new Set(['call_1']));
  expect(new Set(attempts.map((attempt) => header(attempt, 'nonce'))).size).toBe(3);
  for (const attempt of attempts) {
    const signed = {
      ...call,
      body: attempt.body,
      runId: header(attempt, 'run'),
      at: header(attempt, 'at'),
      nonce: header(attempt, 'nonce'),
    };
    expect(signed.body).toBe(call.body);
    expect(isSigned(signed, header(attempt, 'signature'), SECRET)).toBe(true);
  }
  const times = attempts.map((attempt) => Date.parse(header(attempt, 'at')));
  expect(new Set(times).size).toBe(3);
  expect(times.toSorted((a, b) => a - b)).toEqual(times);
});

test('a server that was killed after the effect and came back on its port gives what it stored: one effect', async () => {
  const effects = new Map<string, string>();
  const act = (attempt: Attempt) => {
    const id = header(attempt, 'tool-call');
    const stored = effects.get(id) ?? `done as number ${effects.size + 1}`;
    effects.set(id, stored);
    return stored;
  };
  const killed = Promise.withResolvers<void>();
  const first = await serve([
    (res, attempt) => {
      act(attempt);
      res.socket?.resetAndDestroy();
      first.server.closeAllConnections();
      first.server.close(() => killed.resolve());
    },
  ]);
  const answer = ask(first.url);
  await killed.promise;
  const second = await serve([(res, attempt) => json(200, { text: act(attempt) })(res, attempt)], first.port);
  expect(await answer).toBe('done as number 1');
  expect(effects.size).toBe(1);
  expect(second.attempts).toHaveLength(1);
});

test.each<[string, Answer, string]>([
  ['200', done, '{"status":"done"}'],
  ['401', json(401, { error: { message: 'Who are you?' } }), 'The tool could not be used: Who are you?'],
  ['404', json(404, { error: { message: 'Not here.' } }), 'The tool could not be used: Not here.'],
  ['500', json(500, { error: { message: 'Our fault.' } }), 'The tool could not be used: Our fault.'],
  ['400 without JSON', (res) => res.writeHead(400).end('?'), 'The tool could not be used (400).'],
])('an answer of %s is the answer: nobody is asked a second time', async (_, answering, said) => {
  const { url, attempts } = await serve([answering]);
  expect(await ask(url)).toBe(said);
  expect(attempts).toHaveLength(1);
});

test('a server that never gets well: the pauses grow, and in the end the model is told what came last', async () => {
  const { url, attempts } = await serve([json(503, { error: { message: 'Full house.' } })]);
  expect(await ask(url, 2_000)).toBe('The tool could not be used: Full house.');
  // Without growing, two seconds would hold ten pauses at least.
  expect(attempts.length).toBeGreaterThan(1);
  expect(attempts.length).toBeLessThan(7);
});

test('nobody there at all is said in words', async () => {
  const { url, server } = await serve([done]);
  server.close();
  await once(server, 'close');
  expect(await ask(url, 500)).toBe('The tool could not be used: the server does not answer.');
});

test('a run that is stopped gives the call up at once, waiting for an answer or for the next attempt', async () => {
  const reached = Promise.withResolvers<void>();
  const silent = await serve([() => reached.resolve()]);
  const stop = new AbortController();
  const answer = ask(silent.url, 30_000, stop.signal);
  const outcome = expect(answer).rejects.toThrow('enough');
  await reached.promise;
  stop.abort(new Error('enough'));
  await outcome;

  const stopPaused = new AbortController();
  const busy = await serve([
    (res, attempt) => {
      json(503, {})(res, attempt);
      res.on('finish', () => stopPaused.abort(new Error('enough')));
    },
  ]);
  await expect(ask(busy.url, 30_000, stopPaused.signal)).rejects.toThrow('enough');
  expect(busy.attempts).toHaveLength(1);
});
