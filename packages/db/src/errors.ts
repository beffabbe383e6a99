import { FriendsError } from '@friendsai/schema';
import postgres from 'postgres';

/** SQLSTATE classes that mean "not now" and not "not so": connection, shutdown, resources, lock and statement timeouts. */
const UNAVAILABLE_STATES = /^(08|53|57P0|57014|55P03|25006)/;
const UNAVAILABLE_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOENT',
  'ETIMEDOUT',
  'CONNECT_TIMEOUT',
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  'CONNECTION_ENDED',
]);

/** Drizzle wraps what the driver throws. */
function driverError(error: unknown): unknown {
  return error instanceof Error && error.cause instanceof Error ? error.cause : error;
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** PostgreSQL's own code of what went wrong; undefined when it was not PostgreSQL. */
export const sqlStateOf = (error: unknown): string | undefined => codeOf(driverError(error));

/** A database that does not answer is DEPENDENCY_UNAVAILABLE above this floor; all else stays what it is. */
export function mapError(error: unknown): unknown {
  const code = sqlStateOf(error);
  const unavailable = code !== undefined && (UNAVAILABLE_STATES.test(code) || UNAVAILABLE_CODES.has(code));
  return unavailable ? new FriendsError('DEPENDENCY_UNAVAILABLE', { cause: error }) : error;
}

/** Whether a write failed because the named unique index holds such a row already. */
export function isUniqueViolation(error: unknown, constraint: string): boolean {
  const inner = driverError(error);
  return (
    inner instanceof postgres.PostgresError && inner.code === '23505' && inner.constraint_name === constraint
  );
}
