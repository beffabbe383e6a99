import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Butler, StoredEvent } from '@friendsai/butler';
import { Cursor, FriendsError, SubscribeInput } from '@friendsai/schema';
import { getTRPCErrorShape } from '@trpc/server';
import type { SignedInContext } from '../context.ts';
import { toTrpcError } from '../errors.ts';
import { appRouter } from '../router.ts';
import { SSE } from '../trpc.ts';

/** With more than this unsent a reader is given nothing further until it has taken that; then it goes on from the log. */
const HOLD_ABOVE_BYTES = 256 * 1024;
/** Who takes nothing for so long is cut off, and comes back with its last cursor. */
const STALLED_MS = 10_000;
/** How often it is asked whether who reads may still read: a token may have been revoked, an account removed. */
const CHECK_EVERY_MS = 30_000;
/** How soon a browser comes back after a stream that we ended. */
const RETRY_MS = 300;

const HEADERS = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
  connection: 'keep-alive',
};

type OpenStream = { leave: () => void; isPermitted: () => Promise<boolean> };

/** One frame as tRPC writes it: the order of the fields and the empty lines are its own. */
const frame = (event: string, data: string) => `event: ${event}\ndata: ${data}\n\n\n`;
const CONNECTED = frame('connected', JSON.stringify(SSE.client));
const PING = Buffer.from(frame('ping', ''));

/** The input of a subscription as tRPC's links give it: in the query, and the last id in a header when a browser reconnects. */
export function readSubscribeInput(req: IncomingMessage): SubscribeInput | null {
  const { searchParams } = new URL(req.url ?? '/', 'http://server');
  const header = req.headers['last-event-id'];
  const lastEventId =
    (Array.isArray(header) ? header[0] : header) ??
    searchParams.get('lastEventId') ??
    searchParams.get('Last-Event-Id');
  try {
    const given: unknown = JSON.parse(searchParams.get('input') ?? '{}');
    const parsed = SubscribeInput.safeParse(given);
    if (!parsed.success) return null;
    return lastEventId ? { ...parsed.data, lastEventId: Cursor.parse(lastEventId) } : parsed.data;
  } catch {
    return null;
  }
}

/**
 * Writes streams of events in the wire form of tRPC's own subscriptions, so that its clients see no difference: but a batch
 * of events is encoded once for all devices of a tenant, and goes out without generators and web streams in between.
 */
export function createEventStreams(butler: Butler) {
  /** Every stream, with what takes it out of our hands: nothing may be written into one that was ended. */
  const open = new Map<ServerResponse, OpenStream>();
  /** Readers that are waited for, and since when (milliseconds). */
  const held = new Map<ServerResponse, number>();
  const encoded = new WeakMap<readonly StoredEvent[], Buffer>();
  const ping = setInterval(() => {
    for (const res of open.keys()) {
      const since = held.get(res);
      if (since === undefined) res.write(PING);
      else if (performance.now() - since > STALLED_MS) res.destroy();
    }
  }, SSE.ping.intervalMs).unref();
  let checking = false;
  const check = setInterval(async () => {
    if (checking) return;
    checking = true;
    // One after the other: thousands of readers at once would take every connection to the database.
    for (const [res, { isPermitted }] of open) {
      // Who cannot be asked about now is asked about next time.
      if (!(await isPermitted().catch(() => true))) dismiss(res);
    }
    checking = false;
  }, CHECK_EVERY_MS).unref();

  /** Its reader comes back, and is told then that they are nobody here. */
  function dismiss(res: ServerResponse): void {
    const stream = open.get(res);
    if (!stream) return;
    stream.leave();
    res.end(`retry: ${RETRY_MS}\n\n`);
  }

  /** Of a batch that several are given at the same moment, one encoding. */
  function framesOf(events: readonly StoredEvent[]): Buffer {
    const known = encoded.get(events);
    if (known) return known;
    const frames = Buffer.from(
      events.map(({ epoch, seq, body }) => `data: ${body}\nid: ${epoch}-${seq}\n\n\n`).join(''),
    );
    encoded.set(events, frames);
    return frames;
  }

  return {
    /**
     * Serves one subscription until the reader leaves, takes nothing for too long, may read no more, or `end` is called.
     *
     * @param isPermitted whether the reader is still who they were when they came.
     */
    serve(
      res: ServerResponse,
      ctx: SignedInContext,
      { lastEventId, after }: SubscribeInput,
      isPermitted: () => Promise<boolean>,
    ): void {
      // Who left while we asked who they are is not heard leaving any more.
      if (res.destroyed) return;
      res.writeHead(200, HEADERS);
      res.write(CONNECTED);
      const following = butler.stream.follow(ctx.caller, lastEventId ?? after ?? null, {
        take(events) {
          res.write(framesOf(events));
          if (res.writableLength <= HOLD_ABOVE_BYTES) return true;
          held.set(res, performance.now());
          res.once('drain', () => {
            held.delete(res);
            following.resume();
          });
          return false;
        },
        fail(error) {
          leave();
          res.end(frame('serialized-error', JSON.stringify(errorOf(error, ctx))));
        },
      });
      function leave(): void {
        open.delete(res);
        held.delete(res);
        following.stop();
      }
      open.set(res, { leave, isPermitted });
      res.on('close', leave);
    },

    /** Ends every stream so that its reader goes elsewhere and resumes: without tRPC's word for 'it is over'. */
    end(): void {
      clearInterval(ping);
      clearInterval(check);
      for (const res of open.keys()) dismiss(res);
    },
  };
}

function errorOf(error: unknown, ctx: SignedInContext): object {
  const friends = error instanceof FriendsError ? error : new FriendsError('INTERNAL', { cause: error });
  return getTRPCErrorShape({
    config: appRouter._def._config,
    error: toTrpcError(friends),
    type: 'subscription',
    path: 'events.subscribe',
    input: undefined,
    ctx,
  });
}
