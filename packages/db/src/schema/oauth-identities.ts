import { foreignKey, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { tenantId } from './columns.ts';
import { users } from './users.ts';

/** Who a user is at an OAuth provider. */
export const oauthIdentities = pgTable(
  'oauth_identities',
  {
    tenantId: tenantId(),
    userId: uuid('user_id').notNull(),
    provider: text('provider').notNull(),
    subject: text('subject').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.provider, t.subject] }),
    foreignKey({ columns: [t.tenantId, t.userId], foreignColumns: [users.tenantId, users.id] }),
    uniqueIndex('oauth_identities_subject').on(t.provider, t.subject),
  ],
);
