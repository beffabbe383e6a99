import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Butler } from '@friendsai/butler';
import { FriendsError } from '@friendsai/schema';
import { createHTTPHandler } from '@trpc/server/adapters/standalone';
import type { Logger } from 'pino';
import { createResolver } from '../resolver.ts';
import { appRouter } from '../router.ts';
import { applyCors } from './cors.ts';
import { sendError, sendJson } from './json.ts';
import { handleOauthSignIn } from './oauth-sign-in.ts';
import { handleToolCall } from './tool-call.ts';

/** Larger than the longest message in its worst encoding, smaller than anything that hurts. */
const MAX_BODY_BYTES = 512 * 1024;

export type HttpDeps = {
  butler: Butler;
  authSecret: string;
  bridgeSecret: string;
  /** Origins of our own pages. */
  allowedOrigins: readonly string[];
  /** Resolves when everything that a request needs answers; rejects with the reason. */
  ready: () => Promise<void>;
  logger: Logger;
};

/** Every HTTP door of the server. */
export function createRequestListener(deps: HttpDeps): RequestListener {
  const { butler, authSecret, bridgeSecret, allowedOrigins, ready, logger } = deps;
  const resolveCaller = createResolver(butler, authSecret);
  const requestIds = new WeakMap<IncomingMessage, string>();
  const requestIdOf = (req: IncomingMessage) => requestIds.get(req) ?? 'none';

  const trpc = createHTTPHandler({
    router: appRouter,
    basePath: '/trpc/',
    maxBodySize: MAX_BODY_BYTES,
    createContext: async ({ req }) => {
      const requestId = requestIdOf(req);
      return {
        requestId,
        butler,
        caller: await resolveCaller(req.headers, requestId),
        peerAddress: req.socket.remoteAddress ?? 'unknown',
      };
    },
    onError: ({ error, path, req }) => {
      // What a client did wrong is in the answer; only what went wrong here is for the log.
      if (error.code === 'INTERNAL_SERVER_ERROR' || error.code === 'SERVICE_UNAVAILABLE') {
        logger.error({ err: error.cause ?? error, path, requestId: requestIdOf(req) }, 'request failed');
      }
    },
  });

  async function route(req: IncomingMessage, res: ServerResponse, requestId: string): Promise<void> {
    const { pathname } = new URL(req.url ?? '/', 'http://server');
    if (pathname === '/healthz') return sendJson(res, 200, { ok: true });
    if (pathname === '/readyz') {
      await ready();
      return sendJson(res, 200, { ok: true });
    }
    if (req.method === 'POST' && pathname === '/internal/oauth-sign-in') {
      return handleOauthSignIn(req, res, { butler, authSecret, requestId });
    }
    const tool = pathname.match(/^\/internal\/tools\/([a-z0-9_]{1,64})$/)?.[1];
    if (req.method === 'POST' && tool !== undefined) {
      return handleToolCall(req, res, { butler, bridgeSecret, toolName: tool });
    }
    if (!applyCors(req, res, allowedOrigins)) throw new FriendsError('FORBIDDEN');
    if (req.method === 'OPTIONS') {
      res.writeHead(204).end();
      return;
    }
    if (pathname.startsWith('/trpc/')) {
      await trpc(req, res);
      return;
    }
    throw new FriendsError('NOT_FOUND');
  }

  return (req, res) => {
    const requestId = randomUUID();
    requestIds.set(req, requestId);
    res.setHeader('x-request-id', requestId);
    res.setHeader('x-content-type-options', 'nosniff');
    route(req, res, requestId).catch((error: unknown) => {
      if (!(error instanceof FriendsError)) logger.error({ err: error, requestId }, 'request failed');
      if (res.headersSent) res.destroy();
      else sendError(res, error, requestId);
    });
  };
}
