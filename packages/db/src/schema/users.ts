import { foreignKey, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { createdAt, tenantId } from './columns.ts';
import { tenants } from './tenants.ts';

/** One user is one tenant; the table would hold several. */
export const users = pgTable(
  'users',
  {
    tenantId: tenantId(),
    id: uuid('id').notNull(),
    /** Lower case, and unique over all tenants: it is what somebody signs in with before a tenant is known. */
    email: text('email').notNull(),
    name: text('name').notNull(),
    locale: text('locale').notNull(),
    /** argon2id, PHC string; null for who signs in through a provider only. */
    passwordHash: text('password_hash'),
    /** A session of an older version has ended. */
    sessionVersion: integer('session_version').notNull().default(1),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId], foreignColumns: [tenants.id] }),
    uniqueIndex('users_email').on(t.email),
  ],
);
