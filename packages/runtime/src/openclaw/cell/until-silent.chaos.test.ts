import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { untilSilent } from './until-silent.ts';

/** A gateway that does with each look what the test says, in turn; after that it is silent. */
async function gateway(...looks: readonly ((res: ServerResponse) => void)[]) {
  let seen = 0;
  const server = createServer((_, res) => {
    looks[seen]?.(res);
    seen += 1;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    seen: () => seen,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
const answer = (res: ServerResponse) => void res.writeHead(503).end('busy');
const hang = () => {};
const watch = { everyMs: 1, withinMs: 50, misses: 3 };

test('a gateway is silent when it has answered none of the last looks; any answer, were it that it is busy, begins anew', async () => {
  const { port, seen, close } = await gateway(answer, hang, hang, answer, hang, hang, hang);
  await untilSilent({ port, ...watch, signal: new AbortController().signal });
  expect(seen()).toBe(7);
  close();
});

test('nothing is said of one that is watched no longer', async () => {
  const { port, close } = await gateway();
  const over = new AbortController();
  const watching = untilSilent({ port, ...watch, signal: over.signal });
  over.abort();
  await expect(watching).rejects.toThrow();
  close();
});
