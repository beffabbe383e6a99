import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { complete, type RecordedRequest } from './completions.ts';
import { type Control, createControl } from './control/control.ts';
import { controlListener } from './control/http.ts';
import { sendError, sendJson } from './http.ts';
import { CREATED, DEMO_MODEL_NAME } from './stream.ts';

export type DemoModel = {
  /** `http://127.0.0.1:port`; the API is under `/v1`. */
  url: string;
  control: Control;
  /** Every well-formed request for a completion so far, oldest first. */
  requests: readonly RecordedRequest[];
  /** Ends every answer and the server. */
  close: () => Promise<void>;
};

export type DemoModelSettings = {
  /** 0 (the default): any that is free. */
  port?: number;
  /** Between two pieces of a streamed answer, in milliseconds; 0 by default. */
  paceMs?: number;
  /** When given, `/v1` wants it as bearer token. */
  apiKey?: string | undefined;
  /** Whether `/control` is served, for tests that run the model as a process of its own. */
  controls?: boolean;
  /** Whether `requests` is kept (the default); a process that runs for long must not keep what people say. */
  record?: boolean;
};

const MODEL = { id: DEMO_MODEL_NAME, object: 'model', created: CREATED, owned_by: 'friendsai' };

/**
 * Starts the demo model: OpenAI's chat completions, without weights, on loopback only. Rejects when the port is taken.
 */
export async function startDemoModel(settings: DemoModelSettings = {}): Promise<DemoModel> {
  const { port = 0, paceMs = 0, apiKey, controls = false, record = true } = settings;
  const control = createControl();
  const requests: RecordedRequest[] = [];
  const onControl = controlListener(control);
  const onRequest = (request: RecordedRequest) => {
    if (record) requests.push(request);
  };

  async function route(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const path = req.url?.split('?')[0] ?? '';
    const call = `${req.method} ${path}`;
    if (call === 'GET /healthz') return sendJson(res, 200, { ok: true });
    if (controls && path.startsWith('/control/')) return onControl(req, res, path.slice('/control/'.length));
    if (apiKey !== undefined && req.headers.authorization !== `Bearer ${apiKey}`) {
      return sendError(res, 401, 'the API key is missing or wrong');
    }
    if (call === 'POST /v1/chat/completions') return complete(req, res, { control, paceMs, onRequest });
    if (call === 'GET /v1/models') return sendJson(res, 200, { object: 'list', data: [MODEL] });
    if (call === `GET /v1/models/${DEMO_MODEL_NAME}`) return sendJson(res, 200, MODEL);
    sendError(res, 404, 'there is no such path');
  }

  const server = createServer((req, res) => {
    route(req, res).catch((error: unknown) => {
      // A caller who leaves while still sending is nobody's fault.
      if (!req.complete || res.headersSent) res.destroy();
      else sendError(res, 500, error instanceof Error ? error.message : 'the demo model failed');
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('the demo model has no address');
  return {
    url: `http://127.0.0.1:${address.port}`,
    control,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
