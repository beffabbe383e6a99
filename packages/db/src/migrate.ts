import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';

const FOLDER = fileURLToPath(new URL('../migrations', import.meta.url));
/** Any number, the same in every process: who holds it migrates. */
const LOCK = 4_217_001;

/**
 * Brings the database to the newest schema and gives the application's role its password. Idempotent, and safe when
 * several processes do it at once.
 *
 * @param ownerUrl a role that may create tables, roles and trusted extensions here.
 */
export async function migrate({
  ownerUrl,
  appPassword,
}: {
  ownerUrl: string;
  appPassword: string;
}): Promise<void> {
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {}, connect_timeout: 10 });
  try {
    await sql`select pg_advisory_lock(${LOCK})`;
    const [role] = await sql`select 1 from pg_roles where rolname = 'friendsai_app'`;
    if (!role) await sql`create role friendsai_app login nosuperuser nobypassrls nocreatedb nocreaterole`;
    // A password cannot be a parameter of ALTER ROLE; format's %L quotes it.
    const [statement] = await sql<{ text: string }[]>`
      select format('alter role friendsai_app login password %L', ${appPassword}::text) as text`;
    if (statement) await sql.unsafe(statement.text);
    await applyMigrations(drizzle(sql), { migrationsFolder: FOLDER });
  } finally {
    await sql.end({ timeout: 5 });
  }
}
