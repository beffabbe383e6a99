import { sql } from 'drizzle-orm';
import { customType, timestamp, uuid } from 'drizzle-orm/pg-core';

/** The tenant that a row belongs to: the first column of every key of a tenant table. */
export const tenantId = () => uuid('tenant_id').notNull();

/** A moment, with the zone; a Date in TypeScript. */
export const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 3 });

/** When the row was made, by the database's clock unless given. Milliseconds, so that a cursor made of it is exact. */
export const createdAt = () => moment('created_at').notNull().default(sql`date_trunc('milliseconds', now())`);

/** PostgreSQL's tsvector: sorted words, each once. */
export const wordVector = customType<{ data: string }>({ dataType: () => 'tsvector' });
