import { createServer, request } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** When the connection of a request breaks; told when the server has begun to answer it. */
export type Cut = (answering: Promise<void>) => Promise<void>;

export type Wire = {
  url: string;
  /** Loses the answer to the next request: its client's connection breaks at that moment. Resolves when it has. */
  cutNext(cut: Cut): Promise<void>;
  close(): void;
};

/**
 * Stands between the plugin and a server in place of the network.
 *
 * @param target where a request goes that comes now; null while nobody is there, and it is refused.
 */
export async function openWire(target: () => string | null): Promise<Wire> {
  const cuts: { cut: Cut; done: () => void; failed: (error: unknown) => void }[] = [];

  const server = createServer(async (req, res) => {
    const url = target();
    if (url === null) return void req.socket.resetAndDestroy();
    const next = cuts.shift();
    const answering = Promise.withResolvers<void>();
    answering.promise.catch(() => {});
    const body = await buffer(req);
    const { method, headers } = req;
    const onward = request(new URL(req.url ?? '/', url), { method, headers });
    onward.on('response', (answer) => {
      answering.resolve();
      if (next) return answer.resume();
      res.writeHead(answer.statusCode ?? 502, answer.headers);
      return answer.pipe(res);
    });
    onward.on('error', (error) => {
      answering.reject(error);
      if (!next) res.socket?.resetAndDestroy();
    });
    onward.end(body);
    if (!next) return;
    // What the cut comes to is for the one who asked for it; the connection breaks in any case.
    await next.cut(answering.promise).then(next.done, next.failed);
    res.socket?.resetAndDestroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;

  return {
    url: `http://127.0.0.1:${port}`,
    cutNext(cut) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      cuts.push({ cut, done: resolve, failed: reject });
      return promise;
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
