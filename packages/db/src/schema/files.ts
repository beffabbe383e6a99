import { sql } from 'drizzle-orm';
import { bigint, check, foreignKey, index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { channels } from './channels.ts';
import { createdAt, tenantId } from './columns.ts';

/** What was uploaded. The bytes are `files/<id>` in the tenant's folder; they are there before the row is. */
export const files = pgTable(
  'files',
  {
    tenantId: tenantId(),
    id: uuid('id').notNull(),
    /** Whose it is: a contact's channel, or the journal. */
    channelId: uuid('channel_id').notNull(),
    name: text('name').notNull(),
    /** As the bytes say. */
    mediaType: text('media_type').notNull(),
    sizeBytes: bigint('size_bytes', { mode: 'number' }).notNull(),
    sha256: text('sha256').notNull(),
    textState: text('text_state', { enum: ['pending', 'ready', 'none', 'failed'] }).notNull(),
    /** The text in it, as the sandbox read it. Somebody else's words. */
    text: text('text'),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId, t.channelId], foreignColumns: [channels.tenantId, channels.id] }),
    index('files_of_channel').on(t.tenantId, t.channelId, t.createdAt.desc()),
    check('files_text_state', sql`text_state in ('pending', 'ready', 'none', 'failed')`),
  ],
);
