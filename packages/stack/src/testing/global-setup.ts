import { randomUUID } from 'node:crypto';
import type {} from '@friendsai/tooling-vitest';
import type { TestProject } from 'vitest/node';
import { pathWithBubblewrap } from '../bubblewrap.ts';
import { startPostgres } from '../postgres.ts';
import { startRedis } from '../redis.ts';
import { createServices } from '../services.ts';
import { throwawayState } from '../throwaway-state.ts';

/** One PostgreSQL and one Redis for the whole run, in a folder that goes with them, and bubblewrap on the search path. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const state = throwawayState();
  const services = createServices(console.error);
  const stateDir = state.path;
  const postgres = await startPostgres({ services, stateDir, password: randomUUID(), fast: true });
  const redis = await startRedis({ services, stateDir, keep: false });
  project.provide('postgresUrl', postgres.ownerUrl);
  project.provide('redisUrl', redis.url);
  process.env['PATH'] = pathWithBubblewrap(stateDir, process.env['PATH'] ?? '').path;
  return async () => {
    await services.stop();
    state.remove();
  };
}
