import type { IncomingMessage, ServerResponse } from 'node:http';
import type { z } from 'zod';
import { readJson, sendError } from '../http.ts';
import type { Control, Hold } from './control.ts';
import { CONTROL_REQUESTS } from './requests.ts';

type Act = (body: unknown) => Promise<boolean>;

/** The controls over HTTP, for tests of a model that is a process of its own: see CONTROL_REQUESTS. */
export function controlListener(control: Control) {
  const holds = new Map<string, Hold>();

  /** An act by its request. It gives false when it names a hold that there is not. */
  const on =
    <Shape extends z.ZodType>(shape: Shape, act: (body: z.infer<Shape>) => unknown): Act =>
    async (body) =>
      (await act(shape.parse(body))) !== false;

  const acts = new Map<string, Act>([
    [
      'hold',
      on(CONTROL_REQUESTS.hold, ({ id, contains, afterPieces }) => {
        holds.set(
          id,
          control.hold((text) => text.includes(contains), afterPieces),
        );
      }),
    ],
    [
      'reached',
      on(CONTROL_REQUESTS.reached, async ({ id }) => {
        await holds.get(id)?.reached;
        return holds.has(id);
      }),
    ],
    [
      'release',
      on(CONTROL_REQUESTS.release, ({ id }) => {
        holds.get(id)?.release();
        return holds.delete(id);
      }),
    ],
    ['fail', on(CONTROL_REQUESTS.fail, ({ status, times }) => control.failNext(status, times))],
    ['hang', on(CONTROL_REQUESTS.hang, () => control.hangNext())],
    ['break', on(CONTROL_REQUESTS.break, ({ afterPieces }) => control.breakNext(afterPieces))],
    ['respond', on(CONTROL_REQUESTS.respond, ({ text, contains }) => control.respondNext(text, contains))],
    ['callTool', on(CONTROL_REQUESTS.callTool, ({ name, input }) => control.callToolNext(name, input))],
    ['callTools', on(CONTROL_REQUESTS.callTools, ({ calls }) => control.callToolsNext(calls))],
    ['forget', on(CONTROL_REQUESTS.forget, () => control.forget())],
  ]);

  return async (req: IncomingMessage, res: ServerResponse, verb: string): Promise<void> => {
    const act = acts.get(verb);
    if (req.method !== 'POST' || !act) return sendError(res, 404, 'there is no such control');
    const body = await readJson(req, res);
    if (!body) return;
    try {
      if (await act(body.json)) res.writeHead(204).end();
      else sendError(res, 404, 'there is no such hold');
    } catch (error) {
      sendError(res, 400, error instanceof Error ? error.message : 'bad request');
    }
  };
}
