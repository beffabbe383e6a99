import type { Usage } from '@friendsai/schema';
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { channels } from './channels.ts';
import { createdAt, moment, tenantId } from './columns.ts';
import { messages } from './messages.ts';

/** One execution of the butler for one message. Ends in exactly one of finished, failed, cancelled. */
export const runs = pgTable(
  'runs',
  {
    tenantId: tenantId(),
    id: uuid('id').notNull(),
    channelId: uuid('channel_id').notNull(),
    /** The message that it answers: the user's, or a note of the system's that the user has decided. */
    messageId: uuid('message_id').notNull(),
    /** The id under which the answer streams and is stored. */
    replyMessageId: uuid('reply_message_id').notNull(),
    state: text('state', { enum: ['queued', 'running', 'finished', 'failed', 'cancelled'] }).notNull(),
    runtime: text('runtime'),
    /** 1, and one more for each retry. */
    attempt: integer('attempt').notNull().default(1),
    /** The channel's fencing token when the run was taken. */
    fence: bigint('fence', { mode: 'number' }),
    /** The stream's head when the run was taken: what it says stands after it. */
    streamFrom: text('stream_from'),
    /** When it came to read words that neither the user nor the butler wrote. */
    untrustedAt: moment('untrusted_at'),
    /** When it was looked for in its runtime again: what resumed it there may have given it an id of its own. */
    resumedAt: moment('resumed_at'),
    cancelRequestedAt: moment('cancel_requested_at'),
    errorCode: text('error_code'),
    usage: jsonb('usage').$type<Usage>(),
    createdAt: createdAt(),
    startedAt: moment('started_at'),
    endedAt: moment('ended_at'),
    /** Its end is in the stream and in thread.jsonl. Until then a sweep sees to it, whoever has died. */
    settled: boolean('settled').notNull().default(false),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId, t.channelId], foreignColumns: [channels.tenantId, channels.id] }),
    foreignKey({ columns: [t.tenantId, t.messageId], foreignColumns: [messages.tenantId, messages.id] }),
    uniqueIndex('runs_message_attempt').on(t.tenantId, t.messageId, t.attempt),
    uniqueIndex('runs_one_running').on(t.tenantId, t.channelId).where(sql`state = 'running'`),
    index('runs_unfinished').on(t.tenantId, t.channelId).where(sql`state in ('queued', 'running')`),
    index('runs_unsettled').on(t.tenantId, t.channelId).where(sql`not settled and ended_at is not null`),
    check('runs_state', sql`state in ('queued', 'running', 'finished', 'failed', 'cancelled')`),
    check('runs_ended', sql`(state in ('queued', 'running')) = (ended_at is null)`),
  ],
);
