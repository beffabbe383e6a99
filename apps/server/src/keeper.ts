import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { manifestOf } from '@friendsai/butler';
import type { Database } from '@friendsai/db';
import { cellToken, createCellKeeper } from '@friendsai/runtime';
import type { Logger } from 'pino';
import type { Env } from './env.ts';
import { cellLedger } from './ledger.ts';
import { modelSettings } from './model.ts';
import { allTools } from './tools.ts';

const folderOf = (module: string) => dirname(fileURLToPath(import.meta.resolve(module)));

/** What keeps the cells, put together from the settings. */
export function createKeeper(env: Env, db: Database, logger: Logger) {
  const { api, baseUrl, apiKey, name } = modelSettings(env);
  return createCellKeeper({
    ledger: cellLedger(db),
    cellsDir: env.CELLS_DIR,
    workspacesDir: env.WORKSPACES_DIR,
    openclawDir: folderOf('openclaw/cli-entry'),
    slotsPerCell: env.SLOTS_PER_CELL,
    lowWater: env.SLOTS_LOW_WATER,
    model: { api, baseUrl, apiKey, name },
    bridge: {
      url: env.SERVER_URL,
      secret: env.BRIDGE_SECRET,
      pluginDir: folderOf('@friendsai/openclaw-plugin/package.json'),
    },
    tools: allTools(env, logger).map(manifestOf),
    tokenOf: (cellId) => cellToken(env.OPENCLAW_TOKEN, cellId),
    log: logger,
  });
}
