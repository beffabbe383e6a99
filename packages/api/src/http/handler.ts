import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Butler } from '@friendsai/butler';
import { FriendsError } from '@friendsai/schema';
import { createHTTPHandler } from '@trpc/server/adapters/standalone';
import type { Logger } from 'pino';
import type { Context } from '../context.ts';
import { createResolver } from '../resolver.ts';
import { appRouter } from '../router.ts';
import { handleAgui } from './agui.ts';
import { applyCors } from './cors.ts';
import { createEventStreams, readSubscribeInput } from './event-stream.ts';
import { handleDownload, handleUpload } from './files.ts';
import { sendError, sendJson } from './json.ts';
import { handleMcp } from './mcp.ts';
import { handleOauthSignIn } from './oauth-sign-in.ts';
import { handleToolCall } from './tool-call.ts';

/** Larger than the longest message in its worst encoding, smaller than anything that hurts. */
const MAX_BODY_BYTES = 512 * 1024;

/** Of one request's procedures, all of which run at once. Our own pages ask for a few. */
const MAX_BATCH = 20;

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

export type HttpDoors = {
  listener: RequestListener;
  /** Ends the streams of events, so that their readers go elsewhere; other requests are not touched. */
  endStreams(): void;
};

/** Every HTTP door of the server. */
export function createHttpDoors(deps: HttpDeps): HttpDoors {
  const { butler, authSecret, bridgeSecret, allowedOrigins, ready, logger } = deps;
  const resolveCaller = createResolver(butler, authSecret);
  const requestIds = new WeakMap<IncomingMessage, string>();
  const requestIdOf = (req: IncomingMessage) => requestIds.get(req) ?? 'none';

  const streams = createEventStreams(butler);

  async function contextOf(req: IncomingMessage): Promise<Context> {
    const requestId = requestIdOf(req);
    return {
      requestId,
      butler,
      caller: await resolveCaller(req.headers, requestId),
      peerAddress: req.socket.remoteAddress ?? 'unknown',
    };
  }

  const trpc = createHTTPHandler({
    router: appRouter,
    basePath: '/trpc/',
    maxBodySize: MAX_BODY_BYTES,
    maxBatchSize: MAX_BATCH,
    createContext: ({ req }) => contextOf(req),
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
    // Before the pages' door: none of what is allowed to them is allowed here.
    if (pathname === '/mcp') return handleMcp(req, res, { butler, requestId, logger });
    if (!applyCors(req, res, allowedOrigins)) throw new FriendsError('FORBIDDEN');
    if (req.method === 'OPTIONS') {
      res.writeHead(204).end();
      return;
    }
    const channel = pathname.match(/^\/agui\/([^/]{1,64})$/)?.[1];
    if (req.method === 'POST' && channel !== undefined) {
      const { caller } = await contextOf(req);
      return handleAgui(req, res, { butler, caller, channel });
    }
    if (req.method === 'POST' && pathname === '/files') {
      const { caller } = await contextOf(req);
      return handleUpload(req, res, { butler, caller });
    }
    const fileId = pathname.match(/^\/files\/([^/]{1,64})$/)?.[1];
    if (req.method === 'GET' && fileId !== undefined) {
      const { caller } = await contextOf(req);
      return handleDownload(req, res, { butler, caller, fileId });
    }
    if (req.method === 'GET' && pathname === '/trpc/events.subscribe') return subscribe(req, res);
    if (pathname.startsWith('/trpc/')) {
      await trpc(req, res);
      return;
    }
    throw new FriendsError('NOT_FOUND');
  }

  /** What is wrong with a subscription tRPC itself says, in its own words. */
  async function subscribe(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const input = readSubscribeInput(req);
    const context = input && (await contextOf(req));
    if (!input || !context?.caller) return void (await trpc(req, res));
    const { caller } = context;
    streams.serve(res, { ...context, caller }, input, async () => {
      const now = await resolveCaller(req.headers, context.requestId);
      return now?.userId === caller.userId;
    });
  }

  const listener: RequestListener = (req, res) => {
    const requestId = randomUUID();
    requestIds.set(req, requestId);
    res.setHeader('x-request-id', requestId);
    res.setHeader('x-content-type-options', 'nosniff');
    route(req, res, requestId).catch((error: unknown) => {
      if (!(error instanceof FriendsError)) logger.error({ err: error, requestId }, 'request failed');
      if (res.headersSent) return void res.destroy();
      // What was not taken in of a body would be read as the next request.
      if (!req.complete && !req.readableFlowing) res.setHeader('connection', 'close');
      sendError(res, error, requestId);
    });
  };

  return { listener, endStreams: streams.end };
}
