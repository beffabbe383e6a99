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
