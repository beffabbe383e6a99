import { FriendsError } from '@friendsai/schema';
import { DrizzleQueryError } from 'drizzle-orm';
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

/** Data exceptions: their message quotes the value. */
const DATA_STATES = /^22/;

/**
 * A query that failed, as it may stand in a log: what was asked and why it failed, and none of the values that it was called with, which
 * are people's words. The driver's own error carries them, also in places where they cannot be taken out.
 */
class QueryFailed extends Error {
  override readonly name = 'QueryFailed';
  readonly code: string | undefined;
  readonly constraint: string | undefined;

  constructor({ query, cause }: DrizzleQueryError) {
    const code = codeOf(cause);
    const why = DATA_STATES.test(code ?? '') ? 'a value is not as its column wants it' : cause?.message;
    super(`${why}: ${query}`);
    this.code = code;
    this.constraint = cause instanceof postgres.PostgresError ? cause.constraint_name : undefined;
  }
}

/** PostgreSQL's own code of what went wrong; undefined when it was not PostgreSQL. */
export const sqlStateOf = (error: unknown): string | undefined => codeOf(driverError(error));

/** A database that does not answer is DEPENDENCY_UNAVAILABLE above this floor; all else stays what it is, and tells no values. */
export function mapError(thrown: unknown): unknown {
  const error = thrown instanceof DrizzleQueryError ? new QueryFailed(thrown) : thrown;
  const code = sqlStateOf(error);
  const unavailable = code !== undefined && (UNAVAILABLE_STATES.test(code) || UNAVAILABLE_CODES.has(code));
  return unavailable ? new FriendsError('DEPENDENCY_UNAVAILABLE', { cause: error }) : error;
}

/** Whether a write failed because the named unique index holds such a row already. */
export function isUniqueViolation(error: unknown, constraint: string): boolean {
  if (error instanceof QueryFailed) return error.code === '23505' && error.constraint === constraint;
  const inner = driverError(error);
  return (
    inner instanceof postgres.PostgresError && inner.code === '23505' && inner.constraint_name === constraint
  );
}
