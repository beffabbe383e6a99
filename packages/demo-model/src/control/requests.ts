import { z } from 'zod';

const afterPieces = z.int().nonnegative();

/**
 * What a browser test may ask of the model that runs beside its stack: `POST /control/<verb>` with this JSON as body, answered
 * by 204 once it is so. Bad JSON gets 400, an unknown verb or hold 404.
 */
export const CONTROL_REQUESTS = {
  /** Stops the next answer to a message that contains the text; the caller names the hold. */
  hold: z.object({ id: z.string(), contains: z.string(), afterPieces }),
  /** Is answered when the held answer has stopped. */
  reached: z.object({ id: z.string() }),
  release: z.object({ id: z.string() }),
  /** Refuses the next requests with that HTTP status. */
  fail: z.object({ status: z.int().min(400).max(599), times: z.int().min(1).max(100) }),
  hang: z.object({}),
  break: z.object({ afterPieces }),
  /** To the next message that contains the words. */
  respond: z.object({ text: z.string(), contains: z.string().default('') }),
  callTool: z.object({ name: z.string(), input: z.looseObject({}) }),
  /** All in one answer. */
  callTools: z.object({ calls: z.array(z.object({ name: z.string(), input: z.looseObject({}) })).min(1) }),
  forget: z.object({}),
} as const;

export type ControlVerb = keyof typeof CONTROL_REQUESTS;
export type ControlRequest<Verb extends ControlVerb> = z.infer<(typeof CONTROL_REQUESTS)[Verb]>;
