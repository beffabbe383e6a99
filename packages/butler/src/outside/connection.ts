import { FriendsError } from '@friendsai/schema';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { RequestOptions } from '@modelcontextprotocol/sdk/shared/protocol.js';

/** Of one answer. Larger than any that a model could be given, smaller than anything that hurts. */
const MAX_ANSWER_BYTES = 1024 * 1024;
const LEAVE_WITHIN_MS = 2_000;

/** Where an outside server is, and what it wants to be shown. */
export type OutsideAddress = { url: string; headers: Record<string, string> };

/**
 * Speaks with an outside server over a connection of its own, so that no two tenants ever share one. Nothing that the server does
 * goes further than this connection: its redirects are not followed, it may not speak unasked, and what it says has a limit.
 * Errors: TOOL_TIMEOUT when `signal` ends it, TOO_LARGE, TOOL_FAILED for everything else; and what `use` throws of its own.
 */
export async function connected<Result>(
  { url, headers }: OutsideAddress,
  signal: AbortSignal,
  use: (client: Client, options: RequestOptions) => Promise<Result>,
): Promise<Result> {
  const broken = new AbortController();
  const breakOff = (error: unknown) => {
    broken.abort(error instanceof FriendsError ? error : new FriendsError('TOOL_FAILED', { cause: error }));
  };
  const transport = new StreamableHTTPClientTransport(new URL(url), {
    requestInit: { headers },
    fetch: boundedFetch(breakOff),
  });
  const client = new Client({ name: 'friendsai', version: '0.1.0' });
  // Such as an answer that is none: nobody would wait for a better one.
  client.onerror = breakOff;
  const ended = AbortSignal.any([signal, broken.signal]);
  const close = () => void client.close();
  ended.addEventListener('abort', close, { once: true });
  try {
    const options = { signal: ended };
    await client.connect(transport, options);
    return await use(client, options);
  } catch (error) {
    if (error instanceof FriendsError) throw error;
    if (signal.aborted) throw new FriendsError('TOOL_TIMEOUT', { cause: error });
    if (broken.signal.reason instanceof FriendsError) throw broken.signal.reason;
    throw new FriendsError('TOOL_FAILED', { cause: error });
  } finally {
    ended.removeEventListener('abort', close);
    leave(client, transport);
  }
}

/** The web's fetch, kept within bounds. */
function boundedFetch(breakOff: (error: unknown) => void) {
  return async (url: string | URL, init?: RequestInit): Promise<Response> => {
    // The client would open a stream for what the server says unasked.
    if (init?.method === 'GET') return new Response(null, { status: 405 });
    const response = await fetch(url, { ...init, redirect: 'error' });
    if (response.body === null) return response;
    let size = 0;
    const counting = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        size += chunk.byteLength;
        if (size <= MAX_ANSWER_BYTES) return controller.enqueue(chunk);
        const error = new FriendsError('TOO_LARGE');
        breakOff(error);
        controller.error(error);
      },
    });
    const { status, statusText, headers } = response;
    return new Response(response.body.pipeThrough(counting), { status, statusText, headers });
  };
}

/** Ends the session, if the server keeps one, in the background: the answer is there, and does not wait for a farewell. */
function leave(client: Client, transport: StreamableHTTPClientTransport): void {
  const close = () => client.close();
  const late = setTimeout(close, LEAVE_WITHIN_MS);
  transport
    .terminateSession()
    .catch(() => {})
    .then(close)
    .finally(() => clearTimeout(late));
}
