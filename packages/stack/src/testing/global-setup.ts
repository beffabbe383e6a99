import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {} from '@friendsai/tooling-vitest';
import type { TestProject } from 'vitest/node';
import { startPostgres } from '../postgres.ts';
import { startRedis } from '../redis.ts';

/** One PostgreSQL and one Redis for the whole run, in a folder that goes with them. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const stateDir = mkdtempSync(join(tmpdir(), 'friendsai-test-'));
  // PostgreSQL may run as somebody else, who must get through.
  chmodSync(stateDir, 0o755);
  const postgres = await startPostgres({
    stateDir,
    password: randomUUID(),
    fast: true,
    logFile: join(stateDir, 'postgres.log'),
  });
  const redis = await startRedis({ stateDir, keep: false, logFile: join(stateDir, 'redis.log') });
  project.provide('postgresUrl', postgres.ownerUrl);
  project.provide('redisUrl', redis.url);
  return async () => {
    await redis.child.stop('SIGTERM', 5_000);
    await postgres.child.stop('SIGINT', 5_000);
    rmSync(stateDir, { recursive: true, force: true });
  };
}
