import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Control, Hold } from './control.ts';

/** What a browser test asks of the model that runs beside its stack, by `POST /control/<verb>`. */
const Requests = {
  /** Stops the next answer to a message that contains the text; the call returns when the rule is set. */
  hold: z.object({ id: z.string(), contains: z.string(), afterPieces: z.int().nonnegative() }),
  /** Returns when the held stream has stopped. */
  reached: z.object({ id: z.string() }),
  release: z.object({ id: z.string() }),
  fail: z.object({ status: z.int().min(400).max(599), times: z.int().min(1).max(100) }),
  respond: z.object({ text: z.string() }),
} as const;

const holdsOf = new WeakMap<Control, Map<string, Hold>>();

export async function handleControl(
  req: IncomingMessage,
  res: ServerResponse,
  control: Control,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(Buffer.from(chunk));
  const body: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  const holds = holdsOf.get(control) ?? new Map<string, Hold>();
  holdsOf.set(control, holds);
  switch (req.url) {
    case '/control/hold': {
      const { id, contains, afterPieces } = Requests.hold.parse(body);
      holds.set(
        id,
        control.hold((text) => text.includes(contains), afterPieces),
      );
      break;
    }
    case '/control/reached':
      await holds.get(Requests.reached.parse(body).id)?.reached;
      break;
    case '/control/release':
      holds.get(Requests.release.parse(body).id)?.release();
      break;
    case '/control/fail': {
      const { status, times } = Requests.fail.parse(body);
      control.failNext(status, times);
      break;
    }
    case '/control/respond':
      control.respondNext(Requests.respond.parse(body).text);
      break;
    default:
      res.writeHead(404).end();
      return;
  }
  res.writeHead(204).end();
}
