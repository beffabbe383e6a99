import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { within } from './deadline.ts';
import { mapError } from './errors.ts';
import * as schema from './schema/index.ts';

/** Who asks whether the database is there is not left waiting. */
const PING_WITHIN_MS = 2_000;

/** The ledger, as the application's role sees it. Tenant tables are reached through `withTenant` only. */
export function createDatabase(url: string, { maxConnections }: { maxConnections: number }) {
  const client = postgres(url, {
    max: maxConnections,
    connect_timeout: 5,
    idle_timeout: 60,
    onnotice: () => {},
    // Only arrays need them; and where a connection breaks while they are fetched, nobody catches the driver's error: the process ends.
    fetch_types: false,
    connection: {
      application_name: 'friendsai',
      // No request of ours takes seconds; one that does holds up others.
      statement_timeout: 15_000,
      lock_timeout: 10_000,
      idle_in_transaction_session_timeout: 30_000,
    },
  });
  const orm = drizzle(client, { schema, casing: 'snake_case' });
  return {
    transaction: orm.transaction.bind(orm),
    /** Resolves when the database answers, within two seconds. Errors: DEPENDENCY_UNAVAILABLE. */
    async ping(): Promise<void> {
      try {
        await within(PING_WITHIN_MS, client`select 1`.execute());
      } catch (error) {
        throw mapError(error);
      }
    },
    /** Waits for what is under way, for five seconds at most. */
    close: () => client.end({ timeout: 5 }),
  };
}

export type Database = ReturnType<typeof createDatabase>;
/** One transaction. */
export type Tx = Parameters<Parameters<Database['transaction']>[0]>[0];
