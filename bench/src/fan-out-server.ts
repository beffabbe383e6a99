/** One server of the fan-out, named by the first argument, in a process of its own. */
import { randomUUID } from 'node:crypto';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import { appRouter, createHttpDoors } from '@friendsai/api';
import { readEnv } from '@friendsai/server/src/env.ts';
import { createServices } from '@friendsai/server/src/services.ts';
import { createHTTPHandler } from '@trpc/server/adapters/standalone';
import { pino } from 'pino';
import { z } from 'zod';
import { answerParent } from './helper.ts';

const Kind = z.enum(['ours', 'bare', 'stock']);
const Frame = z.object({ frame: z.string() });

const viewers = new Set<ServerResponse>();

/** What the product's server has at its streams' door. */
function ours(): RequestListener {
  const env = readEnv(process.env);
  const logger = pino({ level: 'warn' });
  const services = createServices(env, logger);
  const { listener } = createHttpDoors({
    butler: services.butler,
    authSecret: env.AUTH_SECRET,
    bridgeSecret: env.BRIDGE_SECRET,
    allowedOrigins: [],
    ready: services.ready,
    logger,
  });
  return listener;
}

/** The least that a Node server does: the frame comes from the parent, and is written to each response. */
const bare = (): RequestListener => (_, res) => {
  res.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-cache, no-transform',
    connection: 'keep-alive',
  });
  res.write('event: connected\ndata: {}\n\n\n');
  viewers.add(res);
  res.on('close', () => viewers.delete(res));
};

/** The same router and the same subscription, written by tRPC itself. */
function stock(): RequestListener {
  const { butler } = createServices(readEnv(process.env), pino({ level: 'warn' }));
  return createHTTPHandler({
    router: appRouter,
    basePath: '/trpc/',
    async createContext({ req }) {
      const requestId = randomUUID();
      const token = req.headers.authorization?.slice('Bearer '.length) ?? '';
      return {
        requestId,
        butler,
        caller: await butler.accounts.callerOfToken(token, requestId),
        peerAddress: req.socket.remoteAddress ?? 'unknown',
      };
    },
  });
}

const server = createServer({ ours, bare, stock }[Kind.parse(process.argv[2])]());

answerParent({
  listen: () =>
    new Promise((resolve) => {
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        resolve(typeof address === 'object' ? address?.port : null);
      });
    }),
  cpuMs() {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  },
  heapBytes() {
    // The second takes what the first one's finalizers have let go.
    for (let turn = 0; turn < 2; turn += 1) globalThis.gc?.();
    return process.memoryUsage().heapUsed;
  },
  write(input) {
    const frame = Buffer.from(Frame.parse(input).frame);
    for (const viewer of viewers) viewer.write(frame);
  },
});
