import type { FileId } from '@friendsai/schema';
import { sql } from 'drizzle-orm';
import {
  check,
  foreignKey,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { channels } from './channels.ts';
import { createdAt, tenantId } from './columns.ts';

/** The entries of the channels, in order of position. Never changed once written. */
export const messages = pgTable(
  'messages',
  {
    tenantId: tenantId(),
    id: uuid('id').notNull(),
    channelId: uuid('channel_id').notNull(),
    /** Dense in the channel, from 1. */
    position: integer('position').notNull(),
    role: text('role', { enum: ['user', 'butler', 'system'] }).notNull(),
    text: text('text').notNull(),
    /** `partial`: the run ended before the butler had said all. */
    state: text('state', { enum: ['complete', 'partial'] }).notNull(),
    /** The run that answers it (user) or that said it (butler). */
    runId: uuid('run_id'),
    clientMessageId: uuid('client_message_id'),
    /** Ids of the files that go with it, in order. */
    attachments: jsonb('attachments').$type<FileId[]>().notNull().default([]),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId, t.channelId], foreignColumns: [channels.tenantId, channels.id] }),
    uniqueIndex('messages_position').on(t.tenantId, t.channelId, t.position),
    uniqueIndex('messages_client_message_id').on(t.tenantId, t.clientMessageId),
    check('messages_role', sql`role in ('user', 'butler', 'system')`),
    check('messages_state', sql`state in ('complete', 'partial')`),
  ],
);
