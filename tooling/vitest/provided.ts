import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string;
    redisUrl: string;
  }
}

/** The tests' PostgreSQL, as its owner. */
export const postgresUrl = (): string => inject('postgresUrl');

/** The tests' Redis. Shared by all: never flush it. */
export const redisUrl = (): string => inject('redisUrl');
