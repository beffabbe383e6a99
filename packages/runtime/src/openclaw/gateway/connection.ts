import { WebSocket } from 'ws';
import { AgentEvent, Frame, PROTOCOL } from './frames.ts';

/** The gateway's own limit (its hello names it); a larger frame is a fault and closes the connection. */
const MAX_FRAME_BYTES = 26_214_400;
const HANDSHAKE_WITHIN_MS = 10_000;
const PING_EVERY_MS = 10_000;

/** The gateway refused a call, with its own code. */
export class GatewayRefusal extends Error {
  override readonly name = 'GatewayRefusal';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** The connection went away, or could not be made. */
export class GatewayGone extends Error {
  override readonly name = 'GatewayGone';
}

export type GatewayConnection = {
  /** Aborts when the connection is gone. */
  readonly signal: AbortSignal;
  /** Calls a method and waits for its last answer (`agent` first answers that it was taken). Errors: GatewayRefusal, GatewayGone. */
  call(method: string, params: object): Promise<unknown>;
  /** Hears the events of one session's runs until the returned function is called. Nothing of other sessions is ever passed on. */
  listen(sessionKey: string, onEvent: (event: AgentEvent) => void): () => void;
  close(): void;
};

type Pending = { resolve: (payload: unknown) => void; reject: (error: Error) => void };

const isAccepted = (payload: unknown) =>
  typeof payload === 'object' && payload !== null && 'status' in payload && payload.status === 'accepted';

/**
 * Connects as the server that owns the gateway. With read and write scope only: a run started so is not an owner's, and
 * cannot change the gateway.
 *
 * @param admin may erase sessions besides; no run is ever started so.
 */
export function connectGateway({
  url,
  token,
  admin = false,
}: {
  url: string;
  token: string;
  admin?: boolean;
}): Promise<GatewayConnection> {
  const socket = new WebSocket(url, { maxPayload: MAX_FRAME_BYTES, handshakeTimeout: HANDSHAKE_WITHIN_MS });
  const pending = new Map<string, Pending>();
  const listeners = new Map<string, Set<(event: AgentEvent) => void>>();
  const gone = new AbortController();
  let lastId = 0;
  let heard = true;

  const send = (method: string, params: object): Promise<unknown> => {
    if (socket.readyState !== WebSocket.OPEN) return Promise.reject(new GatewayGone('not connected'));
    lastId += 1;
    const id = `${lastId}`;
    return new Promise((resolve, reject) => {
      pending.set(id, { resolve, reject });
      socket.send(JSON.stringify({ type: 'req', id, method, params }));
    });
  };

  function onFrame(text: string): Promise<unknown> | undefined {
    const frame = parseFrame(text);
    if (!frame) return undefined;
    if (frame.type === 'event') {
      if (frame.event === 'connect.challenge') return send('connect', handshake(token, admin));
      if (frame.event !== 'agent') return undefined;
      const event = AgentEvent.safeParse(frame.payload);
      // Every connection hears every tenant's runs: what nobody here listens for goes no further.
      if (event.success) for (const hear of listeners.get(event.data.sessionKey) ?? []) hear(event.data);
      return undefined;
    }
    const call = pending.get(frame.id);
    if (!call || (frame.ok && isAccepted(frame.payload))) return undefined;
    pending.delete(frame.id);
    if (frame.ok) call.resolve(frame.payload);
    else call.reject(new GatewayRefusal(frame.error?.code ?? 'UNKNOWN', frame.error?.message ?? ''));
    return undefined;
  }

  const timer = setInterval(() => {
    // A peer that vanished without a word would never close the connection.
    if (!heard) socket.terminate();
    heard = false;
    if (socket.readyState === WebSocket.OPEN) socket.ping();
  }, PING_EVERY_MS);

  return new Promise((resolve, reject) => {
    const connection: GatewayConnection = {
      signal: gone.signal,
      call: send,
      listen(sessionKey, onEvent) {
        const heard = listeners.get(sessionKey) ?? new Set();
        listeners.set(sessionKey, heard.add(onEvent));
        return () => {
          if (heard.delete(onEvent) && heard.size === 0) listeners.delete(sessionKey);
        };
      },
      close: () => socket.close(),
    };
    // A gateway that is coming up may take the connection and never finish the handshake.
    const patience = setTimeout(() => socket.terminate(), HANDSHAKE_WITHIN_MS);
    socket.on('pong', () => {
      heard = true;
    });
    socket.on('message', (data) => {
      heard = true;
      onFrame(data.toString())?.then(
        () => {
          clearTimeout(patience);
          resolve(connection);
        },
        (error: Error) => {
          reject(error);
          socket.close();
        },
      );
    });
    socket.on('error', (error) => reject(new GatewayGone(error.message, { cause: error })));
    socket.on('close', (code) => {
      clearInterval(timer);
      clearTimeout(patience);
      const error = new GatewayGone(`the gateway closed the connection (${code})`);
      for (const call of pending.values()) call.reject(error);
      pending.clear();
      reject(error);
      gone.abort(error);
    });
  });
}

/** What a peer that lies may send must not end us: anything that is no frame is dropped. */
function parseFrame(text: string) {
  try {
    return Frame.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function handshake(token: string, admin: boolean): object {
  return {
    minProtocol: PROTOCOL,
    maxProtocol: PROTOCOL,
    client: { id: 'gateway-client', version: '0.1.0', platform: process.platform, mode: 'backend' },
    role: 'operator',
    scopes: ['operator.read', 'operator.write', ...(admin ? ['operator.admin'] : [])],
    caps: ['tool-events'],
    auth: { token },
  };
}
