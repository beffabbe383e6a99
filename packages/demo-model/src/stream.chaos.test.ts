import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { streamCompletion } from './stream.ts';

test('a reader who leaves ends the stream at once, even one that is held', async () => {
  const asked: number[] = [];
  const held = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  const server = createServer((_req, res) => {
    const completion = { id: 'chatcmpl-1', reply: { text: 'one two three four' }, promptTokens: 1 };
    streamCompletion(res, completion, {
      paceMs: 0,
      includeUsage: false,
      beforePiece: (index) => {
        asked.push(index);
        if (index < 2) return Promise.resolve(true);
        held.resolve();
        return new Promise(() => {});
      },
    }).then(ended.resolve, ended.reject);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const leaving = new AbortController();
  const response = await fetch(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`, {
    signal: leaving.signal,
  });
  await held.promise;
  leaving.abort();
  await ended.promise;
  expect(asked).toEqual([0, 1, 2]);
  await expect(response.text()).rejects.toThrow();
  server.close();
});
