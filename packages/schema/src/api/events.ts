import { z } from 'zod';
import { Cursor } from '../events.ts';

export const SubscribeInput = z
  .object({
    /** Resume after this cursor; without it the stream opens with a snapshot. */
    after: Cursor.nullish(),
    /** Set by tRPC's link when it reconnects; wins over `after`. */
    lastEventId: Cursor.nullish(),
  })
  .default({});
export type SubscribeInput = z.infer<typeof SubscribeInput>;

export const PollInput = z
  .object({
    /** What follows this cursor; without it, a snapshot. */
    after: Cursor.nullish(),
    /** How long to wait when there is nothing, in milliseconds; below what proxies cut. */
    waitMs: z.int().min(0).max(25_000).default(25_000),
  })
  .default({ waitMs: 25_000 });
export type PollInput = z.infer<typeof PollInput>;
