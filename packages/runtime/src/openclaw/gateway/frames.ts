import { z } from 'zod';

/** Version of the gateway's WebSocket protocol. */
export const PROTOCOL = 4;

const ErrorBody = z.looseObject({
  code: z.string(),
  message: z.string().default(''),
  retryAfterMs: z.number().optional(),
});

/** The frames that a gateway sends, as far as they are read. */
export const Frame = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('event'), event: z.string(), payload: z.unknown() }),
  z.looseObject({
    type: z.literal('res'),
    id: z.string(),
    ok: z.boolean(),
    payload: z.unknown(),
    error: ErrorBody.optional(),
  }),
]);

const Of = { runId: z.string(), sessionKey: z.string() };

/** A run's own event. */
export const AgentEvent = z.discriminatedUnion('stream', [
  z.looseObject({
    stream: z.literal('assistant'),
    ...Of,
    data: z.looseObject({ delta: z.string().optional(), text: z.string().optional() }),
  }),
  z.looseObject({
    stream: z.literal('tool'),
    ...Of,
    data: z.looseObject({
      phase: z.enum(['start', 'update', 'result']),
      name: z.string(),
      toolCallId: z.string(),
      args: z.unknown().optional(),
      result: z
        .looseObject({
          content: z.array(z.looseObject({ type: z.string(), text: z.string().optional() })).optional(),
        })
        .optional(),
    }),
  }),
  z.looseObject({
    stream: z.literal('lifecycle'),
    ...Of,
    data: z.looseObject({
      phase: z.string(),
      aborted: z.boolean().optional(),
      error: z.unknown().optional(),
    }),
  }),
]);
export type AgentEvent = z.infer<typeof AgentEvent>;

const Count = z.number().int().nonnegative().default(0);

/** The two answers to `agent`: taken (or had already, by its idempotency key), then done. */
export const AgentAnswer = z.discriminatedUnion('status', [
  z.looseObject({ status: z.literal('accepted'), runId: z.string() }),
  z.looseObject({ status: z.literal('in_flight'), runId: z.string() }),
  z.looseObject({
    status: z.enum(['ok', 'error', 'timeout']),
    runId: z.string(),
    summary: z.string().optional(),
    error: z.unknown().optional(),
    result: z
      .looseObject({
        payloads: z
          .array(z.looseObject({ text: z.string().nullish(), isError: z.boolean().optional() }))
          .nullish(),
        meta: z
          .looseObject({
            aborted: z.boolean().optional(),
            stopReason: z.string().optional(),
            error: z.unknown().optional(),
            agentMeta: z
              .looseObject({
                provider: z.string().optional(),
                model: z.string().optional(),
                usage: z.looseObject({ input: Count, output: Count }).optional(),
              })
              .optional(),
          })
          .optional(),
      })
      .optional(),
  }),
]);
export type AgentAnswer = z.infer<typeof AgentAnswer>;

const Content = z.union([
  z.string(),
  z
    .array(z.looseObject({ type: z.string(), text: z.string().optional() }))
    .transform((parts) => parts.map((part) => (part.type === 'text' ? (part.text ?? '') : '')).join('')),
]);

/** What `chat.history` tells of a session: the newest entries, oldest first, and whether something goes on. */
export const SessionHistory = z.looseObject({
  messages: z.array(
    z.looseObject({
      role: z.string(),
      content: Content.nullish(),
      /** Milliseconds; when the entry was made. */
      timestamp: z.number().optional(),
      provider: z.string().optional(),
      model: z.string().optional(),
      stopReason: z.string().optional(),
      usage: z.looseObject({ input: Count, output: Count }).nullish(),
    }),
  ),
  sessionInfo: z.looseObject({
    /** `running` also for a run that was interrupted by a crash and that the gateway has not yet looked at again. */
    status: z.string().nullish(),
    activeRunIds: z.array(z.string()).nullish(),
    abortedLastRun: z.boolean().nullish(),
  }),
});
export type SessionHistory = z.infer<typeof SessionHistory>;

/** What `sessions.list` tells, as far as it is read. */
export const SessionList = z.looseObject({ sessions: z.array(z.looseObject({ key: z.string() })) });
