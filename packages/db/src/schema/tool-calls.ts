import type { CallDetail, Card } from '@friendsai/schema';
import { sql } from 'drizzle-orm';
import {
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
import { runs } from './runs.ts';

/**
 * A run's requests to act, each a small transaction of its own. What one did and that it did it are written together, so a call
 * that is asked for again finds its answer here.
 */
export const toolCalls = pgTable(
  'tool_calls',
  {
    tenantId: tenantId(),
    id: uuid('id').notNull(),
    channelId: uuid('channel_id').notNull(),
    /** Null for a call that came from outside a conversation. */
    runId: uuid('run_id'),
    /** The user's message that led to it. */
    messageId: uuid('message_id'),
    door: text('door', { enum: ['bridge', 'light', 'mcp'] }).notNull(),
    /** Who asks, and what they call this call: a call that is asked for twice has the same. */
    callKey: text('call_key').notNull(),
    tool: text('tool').notNull(),
    risk: text('risk', { enum: ['read', 'write', 'external'] }).notNull(),
    input: jsonb('input').$type<Record<string, unknown>>().notNull(),
    /** SHA-256 of tool and input, hex. */
    inputHash: text('input_hash').notNull(),
    state: text('state', {
      enum: ['requested', 'awaiting-confirmation', 'executing', 'succeeded', 'failed', 'rejected', 'expired'],
    }).notNull(),
    revision: integer('revision').notNull().default(0),
    /** Why the user is asked. */
    asksBecause: text('asks_because', { enum: ['external', 'untrusted', 'setting'] }),
    /** What the user is shown before they decide: to whom, with what. */
    details: jsonb('details').$type<CallDetail[]>().notNull().default([]),
    /** What the model is answered, JSON; not kept for what only looks. */
    answer: text('answer'),
    card: jsonb('card').$type<Card>(),
    /** What taking it back needs to know. */
    undo: jsonb('undo').$type<Record<string, unknown>>(),
    undone: boolean('undone').notNull().default(false),
    errorCode: text('error_code'),
    reason: text('reason'),
    decidedAt: moment('decided_at'),
    /** Whether the butler knows how the user has decided. */
    told: boolean('told').notNull().default(true),
    createdAt: createdAt(),
    startedAt: moment('started_at'),
    endedAt: moment('ended_at'),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId, t.channelId], foreignColumns: [channels.tenantId, channels.id] }),
    foreignKey({ columns: [t.tenantId, t.runId], foreignColumns: [runs.tenantId, runs.id] }),
    uniqueIndex('tool_calls_key').on(t.tenantId, t.callKey),
    // A model that is asked the same question again (a retry, a turn that the gateway resumed) does not act twice.
    uniqueIndex('tool_calls_once')
      .on(t.tenantId, t.messageId, t.inputHash)
      .where(sql`risk <> 'read' and state not in ('failed', 'rejected', 'expired')`),
    index('tool_calls_run').on(t.tenantId, t.runId),
    // What outside agents asked for stands in a channel by its time alone.
    index('tool_calls_outside').on(t.tenantId, t.channelId, t.createdAt).where(sql`run_id is null`),
    index('tool_calls_open')
      .on(t.tenantId, t.channelId, t.createdAt)
      .where(sql`state in ('requested', 'awaiting-confirmation', 'executing')`),
    index('tool_calls_untold').on(t.tenantId, t.channelId).where(sql`not told`),
    check('tool_calls_door', sql`door in ('bridge', 'light', 'mcp')`),
    check('tool_calls_risk', sql`risk in ('read', 'write', 'external')`),
    check(
      'tool_calls_state',
      sql`state in ('requested', 'awaiting-confirmation', 'executing', 'succeeded', 'failed', 'rejected', 'expired')`,
    ),
    check(
      'tool_calls_ended',
      sql`(state in ('requested', 'awaiting-confirmation', 'executing')) = (ended_at is null)`,
    ),
  ],
);
